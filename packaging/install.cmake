# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What a desktop needs besides the program, and the Debian package (`cpack -G DEB` in the build folder). Files that a
# desktop looks up bear the application's id: Flatpak hands out no others, and a window is matched to its icon by it.
set(linux "${CMAKE_CURRENT_LIST_DIR}/linux")
set(id org.ropescope.RoPEScope)
install(FILES "${linux}/ropescope.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" RENAME "${id}.desktop")
install(FILES "${linux}/ropescope.svg" DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps"
        RENAME "${id}.svg")
install(FILES "${linux}/ropescope.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" RENAME "${id}.xml")
install(FILES "${linux}/${id}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
install(FILES "${linux}/completion.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
        RENAME ropescope)
install(FILES "${linux}/copyright" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

find_program(GZIP gzip REQUIRED)
set(changelog "${CMAKE_BINARY_DIR}/changelog.gz")
execute_process(COMMAND "${GZIP}" -9nc "${linux}/changelog" OUTPUT_FILE "${changelog}")
install(FILES "${changelog}" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# The manual pages are the program's own help, where help2man is installed.
find_program(HELP2MAN help2man)
if(HELP2MAN)
    set(man_pages)
    foreach(command "" info capture synthesize render animate analyze experiment compress prune-order prune bench
                    check-lesson)
        string(REGEX REPLACE "-$" "" name "ropescope-${command}")
        set(page "${CMAKE_BINARY_DIR}/man/${name}.1.gz")
        add_custom_command(
            OUTPUT "${page}"
            COMMAND ${CMAKE_COMMAND} -E make_directory "${CMAKE_BINARY_DIR}/man"
            COMMAND "${CMAKE_CURRENT_LIST_DIR}/man-page.sh" "$<TARGET_FILE:ropescope>" "${command}" "${page}"
            DEPENDS ropescope "${CMAKE_CURRENT_LIST_DIR}/man-page.sh"
            VERBATIM)
        list(APPEND man_pages "${page}")
    endforeach()
    add_custom_target(man_pages ALL DEPENDS ${man_pages})
    install(FILES ${man_pages} DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endif()

set(CPACK_PACKAGE_NAME ropescope)
set(CPACK_PACKAGE_VENDOR "The RoPEScope authors")
set(CPACK_PACKAGE_CONTACT "The RoPEScope authors <maintainers@ropescope.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "microscope for the attention heads of language models")
set(CPACK_PACKAGE_DESCRIPTION
    "RoPEScope opens a small language model or a trace of a large one, shows
the attention map of any head at any length, and lets one drag a channel
pair of its rotary position embedding to another frequency or turn the
base: periodic diagonals appear at once, where theory says they must.
It also makes figures for papers, has lessons, and measures what a
compressed key-value cache and a pruned model lose.")
set(CPACK_GENERATOR DEB)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ffmpeg, fonts-inter, mesa-vulkan-drivers, qt6-translations-l10n")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "fonts-noto-cjk, fonts-noto-color-emoji")
include(CPack)
