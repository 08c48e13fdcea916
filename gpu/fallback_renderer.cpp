// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gpu/fallback_renderer.h"

#include <algorithm>

#include "core/base/translatable.h"
#include "gpu/cpu/map_job.h"

namespace ropescope {

namespace {

constexpr double kCoarseFrom = 33e-3; ///< seconds: two frames of a screen

} // namespace

FallbackRenderer::FallbackRenderer(std::unique_ptr<Renderer> graphics,
                                   std::unique_ptr<Renderer> processor)
    : m_graphics(std::move(graphics))
    , m_processor(std::move(processor))
    , m_onProcessor(false)
{
}

FallbackRenderer::FallbackRenderer(std::unique_ptr<Renderer> processor, std::string notice)
    : m_processor(std::move(processor))
    , m_onProcessor(true)
    , m_notice(std::move(notice))
{
}

Result<ValueMap> FallbackRenderer::map(const MapRequest& request, std::stop_token stop)
{
    if (!onProcessor()) {
        const double cost = request.partial ? costOf(request) : 0.0;
        if (request.partial && m_devicePace && m_devicePace->seconds(cost) > kCoarseFrom)
            deliverCoarse(request, stop);
        const Stopwatch watch;
        auto values = m_graphics->map(request, stop);
        if (values) {
            if (request.partial && m_devicePace)
                m_devicePace->learn(cost, watch.seconds());
            else if (request.partial)
                m_devicePace.emplace(cost / watch.seconds(), true);
            m_lastHead = request.head;
            m_lastRope = request.rope;
            clearNotice();
        }
        if (values || !takesOver(values.error()))
            return values;
    }
    return m_processor->map(request, std::move(stop));
}

/// Of the sums of the rows as well, unless the device knows them from the map before.
double FallbackRenderer::costOf(const MapRequest& request) const
{
    MapRequest product = request;
    if (request.head == m_lastHead && request.rope == m_lastRope)
        product.quantity.kind = QuantityKind::Logit;
    return mapCost(product, nullptr).sweep;
}

/// The processor's first map, and no more of it.
void FallbackRenderer::deliverCoarse(const MapRequest& request, const std::stop_token& stop)
{
    std::stop_source enough;
    const std::stop_callback passOn(stop, [&enough] { enough.request_stop(); });
    MapRequest first = request;
    first.partial = [&](const ValueMap& map, double) {
        if (!enough.stop_requested())
            request.partial(map, 0.0);
        enough.request_stop();
    };
    // Its end is no matter: the device draws the exact map.
    const auto ignored = m_processor->map(first, enough.get_token());
    static_cast<void>(ignored);
}

std::vector<Result<ValueMap>> FallbackRenderer::maps(std::span<const MapRequest> requests,
                                                     std::stop_token stop)
{
    if (onProcessor())
        return m_processor->maps(requests, std::move(stop));
    auto drawn = m_graphics->maps(requests, stop);
    if (std::ranges::any_of(drawn, [](const auto& map) { return map.has_value(); }))
        clearNotice();
    std::vector<MapRequest> left;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        if (drawn[i] || !takesOver(drawn[i].error()))
            continue;
        left.push_back(requests[i]);
        places.push_back(i);
    }
    if (left.empty())
        return drawn;
    auto rest = m_processor->maps(left, std::move(stop));
    for (std::size_t i = 0; i < rest.size(); ++i)
        drawn[places[i]] = std::move(rest[i]);
    return drawn;
}

Result<Image> FallbackRenderer::paint(const ValueMap& values, const ColourScale& scale)
{
    if (!onProcessor()) {
        auto image = m_graphics->paint(values, scale);
        if (image || !takesOver(image.error()))
            return image;
    }
    return m_processor->paint(values, scale);
}

std::string FallbackRenderer::name() const
{
    return onProcessor() ? m_processor->name() : m_graphics->name();
}

std::string FallbackRenderer::notice() const
{
    const std::lock_guard lock(m_mutex);
    return m_notice.empty() && !m_onProcessor ? m_graphics->notice() : m_notice;
}

bool FallbackRenderer::onProcessor() const
{
    const std::lock_guard lock(m_mutex);
    return m_onProcessor;
}

void FallbackRenderer::clearNotice()
{
    const std::lock_guard lock(m_mutex);
    m_notice.clear();
}

bool FallbackRenderer::takesOver(const Error& error)
{
    if (error.code != ErrorCode::Unsupported && error.code != ErrorCode::DeviceFailure)
        return false;
    const std::lock_guard lock(m_mutex);
    if (error.code == ErrorCode::Unsupported) {
        std::string reason = error.message;
        if (reason.ends_with('.'))
            reason.pop_back();
        m_notice = reason + ": the processor drew this map";
        return true;
    }
    m_onProcessor = true;
    m_notice = ROPESCOPE_TEXT("Renderer", "the graphics device was lost: using the processor");
    return true;
}

} // namespace ropescope
