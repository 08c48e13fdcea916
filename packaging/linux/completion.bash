# SPDX-FileCopyrightText: 2026 The RoPEScope authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion of ropescope in bash. Commands, options and their choices come from the program's own --help, so that they
# are never out of date.

_ropescope() {
    local current previous command help word
    current=${COMP_WORDS[COMP_CWORD]}
    previous=${COMP_WORDS[COMP_CWORD - 1]}
    help=$(ropescope --help 2>/dev/null) || return
    local commands
    commands=$(sed -n '/^Commands/,$ s/^  \([a-z][a-z-]*\) .*/\1/p' <<<"$help")
    command=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if grep -qx -- "$word" <<<"$commands"; then
            command=$word
            help=$(ropescope "$command" --help 2>/dev/null) || return
            break
        fi
    done
    # "--backend <auto|vulkan|cpu>" offers its words, "--preset <NAME>" those that its help lists, "--output <FILE.csv>" files,
    # "--threads <N>" nothing.
    local value=
    [[ ! $previous =~ ^--?[a-z-]+$ ]] || value=$(grep -oE -- "(^|[ ,])$previous <[^>]*>" <<<"$help" | head -n 1 | sed 's/.*<//; s/>.*//')
    if [[ $value == KIND || ($command == synthesize && $previous == synthesize) ]]; then
        value=$(ropescope synthesize --help | sed -n 's/^KIND: \(.*\)\.$/\1/p' | sed 's/, \| or /|/g')
    fi
    if [[ $value =~ ^(NAME|Q)$ ]]; then
        value=$(sed -n "/ $previous </,/^  -/ { / $previous </s/.*>//; /^  -/d; p }" <<<"$help" | tr -s '\n ' ' ' |
            sed 's/.*: //; s/ (.*//; s/, \| or /|/g; s/[ .]*$//; s/^ *//' | tr '|' '\n' | grep -xE '[a-z][a-zM0-9_:-]*' | paste -sd '|')
        [[ $value == *'|'* ]] || return
    fi
    if [[ $value == *'|'* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(tr '|' '\n' <<<"$value" | grep '^[a-z]')" -- "$current")
        [[ $value != *FILE* ]] || mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
        return
    fi
    if [[ -n $value && ! $value =~ ^([A-Z]+\.[a-z0-9]+|F|FILE|PATH)$ ]]; then
        return
    fi
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(grep -oE -- '--[a-z][a-z-]*' <<<"$help" | sort -u)" -- "$current")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
    if [[ -z $command ]]; then
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "$commands" -- "$current")
    fi
}
complete -o filenames -F _ropescope ropescope
