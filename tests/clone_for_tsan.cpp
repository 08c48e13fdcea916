// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Part of every program that is built under ThreadSanitizer. GCC 12's takes each clone() for a
// fork() and notes, in the memory of the child, that nothing is to be trusted from there on. A
// QProcess is started by a child that shares its parent's memory until the new program runs; so it
// is the parent that would no longer be watched, and falsely accused. Here clone() is libc's own.

#include <cstdarg>

#include <sys/types.h>

extern "C" {

int __clone(int (*work)(void*), void* stack, int flags, void* argument, ...); // NOLINT: libc's name

int clone(int (*work)(void*), void* stack, int flags, void* argument, ...)
{
    va_list more;
    va_start(more, argument);
    auto* const parent = va_arg(more, pid_t*);
    auto* const threadArea = va_arg(more, void*);
    auto* const child = va_arg(more, pid_t*);
    va_end(more);
    return __clone(work, stack, flags, argument, parent, threadArea, child);
}

} // extern "C"
