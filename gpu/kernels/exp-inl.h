// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Included once for each instruction set, as Highway's -inl.h files are.
#if defined(ROPESCOPE_GPU_KERNELS_EXP_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef ROPESCOPE_GPU_KERNELS_EXP_INL_H
#undef ROPESCOPE_GPU_KERNELS_EXP_INL_H
#else
#define ROPESCOPE_GPU_KERNELS_EXP_INL_H
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace ropescope::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// e^x for x <= 87 with a relative error below 2e-7; 0 below -87, also for -inf; exactly 1 at 0.
/// Highway's own Exp serves any x and costs half as much again.
template <class D> HWY_INLINE hn::Vec<D> expBounded(D d, hn::Vec<D> x)
{
    if constexpr (sizeof(hn::TFromD<D>) == sizeof(double)) {
        // A difference of logits needs no more than float.
        const hn::Rebind<float, D> df;
        return hn::PromoteTo(d, expBounded(df, hn::DemoteTo(df, x)));
    } else {
        const hn::RebindToSigned<D> di;
        // Adding 1.5 * 2^23 leaves the rounded integer in the low bits.
        const auto magic = hn::Set(d, 12582912.0F);
        const auto shifted = hn::MulAdd(x, hn::Set(d, 1.44269504F), magic);
        const auto n = hn::Sub(shifted, magic);
        // ln 2 in two parts, the first with trailing zeros so that its product with n is exact.
        auto r = hn::NegMulAdd(n, hn::Set(d, 0.693359375F), x);
        r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4F), r);
        // Best relative fit of e^r on [-ln 2 / 2, ln 2 / 2] with constant term 1: error 2e-9.
        auto p = hn::MulAdd(hn::Set(d, 1.3843654e-3F), r, hn::Set(d, 8.3741554e-3F));
        p = hn::MulAdd(p, r, hn::Set(d, 4.1668020e-2F));
        p = hn::MulAdd(p, r, hn::Set(d, 1.6666431e-1F));
        p = hn::MulAdd(p, r, hn::Set(d, 4.9999994e-1F));
        p = hn::MulAdd(p, r, hn::Set(d, 1.00000003F));
        p = hn::MulAdd(p, r, hn::Set(d, 1.0F));
        const auto exponent = hn::ShiftLeft<23>(hn::BitCast(di, shifted));
        const auto scaled = hn::BitCast(d, hn::Add(hn::BitCast(di, p), exponent));
        return hn::IfThenElseZero(hn::Ge(x, hn::Set(d, -87.0F)), scaled);
    }
}

} // namespace ropescope::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
