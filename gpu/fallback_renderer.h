// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "gpu/pace.h"
#include "gpu/renderer.h"

namespace ropescope {

/// The graphics device while it lives, then the processor. A request on which the device is lost is
/// answered by the processor, as are all later ones; one that is too large for the device goes to
/// the processor alone, and the notice says so until the device draws again. Where the device has
/// lately been too slow for a screen's pace, a coarse map by the processor comes first.
class FallbackRenderer final : public Renderer {
public:
    FallbackRenderer(std::unique_ptr<Renderer> graphics, std::unique_ptr<Renderer> processor);
    /// No device from the start; `notice` says why.
    FallbackRenderer(std::unique_ptr<Renderer> processor, std::string notice);

    [[nodiscard]] Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override;
    [[nodiscard]] std::vector<Result<ValueMap>> maps(std::span<const MapRequest> requests,
                                                     std::stop_token stop) override;
    [[nodiscard]] Result<Image> paint(const ValueMap& values, const ColourScale& scale) override;
    [[nodiscard]] std::string name() const override;
    [[nodiscard]] std::string notice() const override;

private:
    [[nodiscard]] bool onProcessor() const;
    [[nodiscard]] double costOf(const MapRequest& request) const;
    void deliverCoarse(const MapRequest& request, const std::stop_token& stop);
    void clearNotice();
    /// True when the processor has to answer instead; remembers a lost device.
    [[nodiscard]] bool takesOver(const Error& error);

    const std::unique_ptr<Renderer> m_graphics; // null: never was one
    const std::unique_ptr<Renderer> m_processor;
    mutable std::mutex m_mutex;       // name() and notice() are read while a map is drawn
    std::optional<Pace> m_devicePace; // of the maps that took the device a while
    std::shared_ptr<const HeadTrace> m_lastHead; // its row sums are known under m_lastRope
    RopeTable m_lastRope;
    bool m_onProcessor;
    std::string m_notice;
};

} // namespace ropescope
