// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <array>
#include <cstring>
#include <numeric>

#include <QTest>

#include "gpu/vulkan/buffer.h"
#include "gpu/vulkan/check.h"
#include "gpu/vulkan/map_plan.h"

using namespace ropescope;
using namespace ropescope::vulkan;

namespace {

std::unique_ptr<Device> makeDevice()
{
    auto device = Device::create({ .allowSoftware = true, .validate = true });
    if (!device)
        qFatal("%s", device.error().message.c_str());
    return std::move(*device);
}

} // namespace

class TestVulkanDevice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void errorsNameTheCallAndTheResult()
    {
        const auto outcome = check(VK_ERROR_DEVICE_LOST, "vkQueueSubmit");
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::DeviceFailure);
        QCOMPARE(outcome.error().message,
                 std::string("vkQueueSubmit failed with VK_ERROR_DEVICE_LOST."));
    }

    void noMemoryIsNotALostDevice()
    {
        QCOMPARE(check(VK_ERROR_OUT_OF_DEVICE_MEMORY, "vkAllocateMemory").error().code,
                 ErrorCode::Unsupported);
    }

    void successIsNoError() { QVERIFY(check(VK_SUCCESS, "vkQueueSubmit")); }

    void validationHearsMistakes()
    {
        const auto device = makeDevice();
        QVERIFY(device->instance().validates());
        QVERIFY(device->instance().validationMessages().empty());
        // A copy out of a buffer that may not be copied from.
        Buffer source(BufferUse::Readback);
        Buffer target(BufferUse::Storage);
        QVERIFY(source.reserve(*device, 64));
        QVERIFY(target.reserve(*device, 64));
        QVERIFY(device->run([&](VkCommandBuffer commands) {
            const VkBufferCopy region { .srcOffset = 0, .dstOffset = 0, .size = 64 };
            vkCmdCopyBuffer(commands, source.get(), target.get(), 1, &region);
        }));
        QVERIFY(!device->instance().validationMessages().empty());
    }

    void contentComesBackAsItWent()
    {
        const auto device = makeDevice();
        std::vector<std::uint32_t> sent(100'001);
        std::iota(sent.begin(), sent.end(), 7U);
        Buffer buffer(BufferUse::Storage);
        Transfer transfer;
        QVERIFY(transfer.upload(*device, std::as_bytes(std::span(sent)), buffer));
        std::vector<std::uint32_t> received(sent.size(), 0xdeadbeefU);
        QVERIFY(transfer.read(*device, buffer, std::as_writable_bytes(std::span(received))));
        QVERIFY(received == sent);
        QVERIFY(device->instance().validationMessages().empty());
    }

    void buffersGrowAheadAndNeverShrink()
    {
        const auto device = makeDevice();
        Buffer buffer(BufferUse::Storage);
        QVERIFY(buffer.reserve(*device, 100'000));
        const VkBuffer first = buffer.get();
        QVERIFY(buffer.reserve(*device, 10));
        QCOMPARE(buffer.get(), first);
        QVERIFY(buffer.reserve(*device, 100'001));
        QVERIFY(buffer.capacity() >= 150'000);
        QVERIFY(device->instance().validationMessages().empty());
    }

    void tooLargeABufferIsRefusedWithBothSizes()
    {
        const auto device = makeDevice();
        const std::size_t limit = device->limits().maxStorageBufferRange;
        Buffer buffer(BufferUse::Storage);
        const auto outcome = buffer.reserve(*device, limit + 1);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
        QVERIFY(outcome.error().message.find(std::to_string(limit >> 20)) != std::string::npos);
    }

    void whatIsBeyondTheMemoryLimitIsRefused()
    {
        const auto device = Device::create({ .memoryLimit = 1U << 20 }).value();
        Buffer first(BufferUse::Storage);
        Buffer second(BufferUse::Storage);
        QVERIFY(first.reserve(*device, 700U << 10));
        const auto outcome = second.reserve(*device, 700U << 10);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
        first = Buffer(BufferUse::Storage);
        QVERIFY(second.reserve(*device, 700U << 10));
        QCOMPARE(device->claimedBytes(), std::size_t { 700 } << 10);
    }

    void theDiscreteOneOfTwoDevicesIsTaken()
    {
        const auto device = [](VkPhysicalDeviceType type) {
            return DeviceCandidate { .type = type,
                                     .apiVersion = VK_API_VERSION_1_3,
                                     .sharedMemory = 48 * 1024,
                                     .computes = true };
        };
        const DeviceCandidate integrated = device(VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU);
        const DeviceCandidate discrete = device(VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU);
        const DeviceCandidate software = device(VK_PHYSICAL_DEVICE_TYPE_CPU);
        using List = std::vector<DeviceCandidate>;
        QCOMPARE(bestDevice(List { integrated, discrete }, false), 1U);
        QCOMPARE(bestDevice(List { discrete, integrated }, false), 0U);
        QCOMPARE(bestDevice(List { discrete, discrete }, false), 0U); // the first of equals
        QCOMPARE(bestDevice(List { software, integrated, discrete }, true), 2U);
        QCOMPARE(bestDevice(List { software }, true), 0U);
        QVERIFY(!bestDevice(List { software }, false));
        QVERIFY(!bestDevice(List {}, true));
        DeviceCandidate old = discrete;
        old.apiVersion = VK_API_VERSION_1_0;
        DeviceCandidate small = discrete;
        small.sharedMemory = 16 * 1024;
        DeviceCandidate graphicsOnly = discrete;
        graphicsOnly.computes = false;
        QCOMPARE(bestDevice(List { old, small, graphicsOnly, integrated }, false), 3U);
    }

    void everyKeyOfARegionHasTheSlotOfItsPixelColumn()
    {
        const MapRegion region {
            .rows = { 0, 200 }, .columns = { 37, 171 }, .width = 11, .height = 5
        };
        const MapPlan plan = planMap(region);
        QCOMPARE(plan.pooledTileBegin, 0U);
        QCOMPARE(plan.pooledTileEnd, 3U);
        for (int x = 0; x < region.width; ++x) {
            const TokenRange keys = region.columnCells(x);
            for (int key = keys.begin; key < keys.end; ++key) {
                const auto& bounds = plan.tileSlots[static_cast<std::size_t>(key / 64)];
                std::uint32_t slot = bounds[0];
                for (int bit = 1; bit <= key % 64; ++bit)
                    slot += bounds[static_cast<std::size_t>(1 + bit / 32)] >> (bit % 32) & 1U;
                if (bounds[1] & 1U) // the first key's own begin is counted already
                    QVERIFY(bounds[0] > 0);
                QCOMPARE(slot, static_cast<std::uint32_t>(1 + x));
                QVERIFY(slot + static_cast<std::uint32_t>(key / 64) < plan.slotCount(1));
                QVERIFY(slot + static_cast<std::uint32_t>(key / 128) < plan.slotCount(2));
            }
        }
    }

    void bandsCoverEveryRowOnceAndNameThePixelsAboveThem()
    {
        const MapRegion region {
            .rows = { 10, 310 }, .columns = { 0, 310 }, .width = 4, .height = 2
        };
        const MapPlan plan = planMap(region);
        const std::array bands { bandFrom(plan, 10, 310, 128), bandFrom(plan, 138, 310, 128),
                                 bandFrom(plan, 266, 310, 128) };
        QCOMPARE(bands[0].rows, (TokenRange { 10, 138 }));
        QCOMPARE(bands[1].rows, (TokenRange { 138, 266 }));
        QCOMPARE(bands[2].rows, (TokenRange { 266, 310 }));
        QCOMPARE(bands[0].pixels, (TokenRange { 0, 1 }));
        QCOMPARE(bands[1].pixels, (TokenRange { 0, 2 })); // pixel rows meet at row 160
        QCOMPARE(bands[2].pixels, (TokenRange { 1, 2 }));
    }
};

QTEST_GUILESS_MAIN(TestVulkanDevice)
#include "tst_vulkan_device.moc"
