// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

// The only include of QCustomPlot, for .cpp files: it costs seconds. Headers forward declare.
#include <qcustomplot.h>
