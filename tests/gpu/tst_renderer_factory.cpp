// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <chrono>
#include <thread>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/rope/rope_edit.h"
#include "gpu/colour_map.h"
#include "gpu/fallback_renderer.h"
#include "gpu/renderer_factory.h"
#include "gpu/vulkan/vulkan_renderer.h"
#include "tests/support/matrix_compare.h"
#include "tests/support/random_head.h"

using namespace ropescope;

namespace {

/// Answers with one number, or with an error.
class FakeRenderer final : public Renderer {
public:
    FakeRenderer(std::string name, float value)
        : m_name(std::move(name))
        , m_value(value)
    {
    }

    Result<ValueMap> map(const MapRequest& request, std::stop_token stop) override
    {
        ++calls;
        if (failure)
            return tl::unexpected(*failure);
        if (coarse && request.partial) {
            request.partial({ .width = 1, .height = 1, .values = { *coarse } }, 0.0);
            if (stop.stop_requested())
                return cancelled();
        }
        std::this_thread::sleep_for(duration);
        return ValueMap { .width = 1, .height = 1, .values = { m_value } };
    }
    Result<Image> paint(const ValueMap&, const ColourScale&) override
    {
        ++calls;
        if (failure)
            return tl::unexpected(*failure);
        return Image { .width = 1, .height = 1, .rgba = { 1, 2, 3, 4 } };
    }
    [[nodiscard]] std::string name() const override { return m_name; }

    int calls = 0;
    std::optional<Error> failure;
    std::optional<float> coarse;
    std::chrono::milliseconds duration { 0 };

private:
    std::string m_name;
    float m_value;
};

/// A device and a processor whose answers tell them apart.
struct Pair {
    FakeRenderer* device = new FakeRenderer("device", 1.0F);
    FakeRenderer* processor = new FakeRenderer("processor", 2.0F);
    FallbackRenderer renderer { std::unique_ptr<Renderer>(device),
                                std::unique_ptr<Renderer>(processor) };
};

MapRequest smallRequest()
{
    const auto head = std::make_shared<HeadTrace>(test::randomHead({ .tokens = 20, .headDim = 4 }));
    return { .head = head,
             .rope = makeRopeTable(head->rope, {}).value(),
             .region = { { 0, 20 }, { 0, 20 }, 8, 8 } };
}

std::shared_ptr<ThreadPool> pool() { return std::make_shared<ThreadPool>(1); }

/// Points the loader at the drivers of `manifest` alone while it lives.
class OnlyDriver {
public:
    explicit OnlyDriver(const QByteArray& manifest)
    {
        qputenv("VK_ICD_FILENAMES", manifest);
        qputenv("VK_DRIVER_FILES", manifest);
    }
    ~OnlyDriver()
    {
        qputenv("VK_ICD_FILENAMES", m_icd);
        qputenv("VK_DRIVER_FILES", m_driver);
        if (m_icd.isNull())
            qunsetenv("VK_ICD_FILENAMES");
        if (m_driver.isNull())
            qunsetenv("VK_DRIVER_FILES");
    }
    OnlyDriver(const OnlyDriver&) = delete;
    OnlyDriver& operator=(const OnlyDriver&) = delete;

private:
    QByteArray m_icd = qgetenv("VK_ICD_FILENAMES");
    QByteArray m_driver = qgetenv("VK_DRIVER_FILES");
};

} // namespace

class TestRendererFactory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSlowDeviceIsPrecededByACoarseMapOfTheProcessor()
    {
        Pair pair;
        pair.processor->coarse = 3.0F;
        pair.device->duration = std::chrono::milliseconds(60);
        std::vector<float> shown;
        MapRequest request = smallRequest();
        request.partial = [&](const ValueMap& map, double exactShare) {
            QCOMPARE(exactShare, 0.0);
            shown.push_back(map.values.front());
        };
        const auto draw = [&](double base) {
            request.rope = makeRopeTable(request.head->rope, { .base = base }).value();
            return pair.renderer.map(request, {}).value().values.front();
        };
        QCOMPARE(draw(100.0), 1.0F); // nothing is known of the device yet
        QVERIFY(shown.empty());
        QCOMPARE(draw(200.0), 1.0F);
        QCOMPARE(shown, std::vector<float> { 3.0F });
        QCOMPARE(pair.processor->calls, 1);

        // Without a wish for partial maps the processor is left alone.
        request.partial = {};
        QCOMPARE(draw(300.0), 1.0F);
        QCOMPARE(pair.processor->calls, 1);
    }

    void aQuickDeviceNeedsNoCoarseMap()
    {
        Pair pair;
        pair.processor->coarse = 3.0F;
        MapRequest request = smallRequest();
        int partials = 0;
        request.partial = [&](const ValueMap&, double) { ++partials; };
        for (const double base : { 100.0, 200.0, 300.0 }) {
            request.rope = makeRopeTable(request.head->rope, { .base = base }).value();
            QCOMPARE(pair.renderer.map(request, {}).value().values.front(), 1.0F);
        }
        QCOMPARE(partials, 0);
        QCOMPARE(pair.processor->calls, 0);
    }

    void backendsHaveNames()
    {
        QCOMPARE(backendFromName("auto"), Backend::Auto);
        QCOMPARE(backendFromName("vulkan"), Backend::Vulkan);
        QCOMPARE(backendFromName("cpu"), Backend::Cpu);
        QVERIFY(!backendFromName("Vulkan"));
        QVERIFY(!backendFromName(""));
    }

    void aHealthyDeviceAnswers()
    {
        Pair pair;
        QCOMPARE(pair.renderer.map({}, {})->values.front(), 1.0F);
        QCOMPARE(pair.renderer.name(), std::string("device"));
        QCOMPARE(pair.renderer.notice(), std::string());
        QCOMPARE(pair.processor->calls, 0);
    }

    void aLostDeviceHandsTheSameRequestToTheProcessor()
    {
        Pair pair;
        pair.device->failure = Error { ErrorCode::DeviceFailure, "lost" };
        const auto map = pair.renderer.map({}, {});
        QVERIFY(map);
        QCOMPARE(map->values.front(), 2.0F);
        QCOMPARE(pair.renderer.name(), std::string("processor"));
        QCOMPARE(pair.renderer.notice(),
                 std::string("the graphics device was lost: using the processor"));
    }

    void aDeviceLostWhilePaintingHandsOverToo()
    {
        Pair pair;
        pair.device->failure = Error { ErrorCode::DeviceFailure, "lost" };
        QVERIFY(pair.renderer.paint({}, {}));
        QCOMPARE(pair.processor->calls, 1);
        QCOMPARE(pair.renderer.name(), std::string("processor"));
    }

    void aLostDeviceIsNotAskedAgain()
    {
        Pair pair;
        pair.device->failure = Error { ErrorCode::DeviceFailure, "lost" };
        QVERIFY(pair.renderer.map({}, {}));
        pair.device->failure.reset();
        QCOMPARE(pair.renderer.map({}, {})->values.front(), 2.0F);
        QVERIFY(pair.renderer.paint({}, {}));
        QCOMPARE(pair.device->calls, 1);
    }

    void whatIsTooLargeForTheDeviceGoesToTheProcessorOnce()
    {
        Pair pair;
        pair.device->failure = Error { ErrorCode::Unsupported, "too large" };
        QCOMPARE(pair.renderer.map({}, {})->values.front(), 2.0F);
        QCOMPARE(pair.renderer.notice(), std::string("too large: the processor drew this map"));
        pair.device->failure.reset();
        QCOMPARE(pair.renderer.map({}, {})->values.front(), 1.0F);
        QCOMPARE(pair.renderer.notice(), std::string());
    }

    void aRealDeviceThatIsLostHandsOver_data()
    {
        QTest::addColumn<int>("submissions");
        for (const int submissions : { 0, 1, 2, 3 })
            QTest::addRow("after %d submissions", submissions) << submissions;
    }
    void aRealDeviceThatIsLostHandsOver()
    {
        QFETCH(int, submissions);
        FallbackRenderer renderer(
            VulkanRenderer::create({ .submissionLimit = submissions }).value(),
            makeRenderer(Backend::Cpu, pool()).value());
        const MapRequest asked = smallRequest();
        const ValueMap expected
            = makeRenderer(Backend::Cpu, pool()).value()->map(asked, {}).value();
        for (int i = 0; i < 4; ++i) {
            const auto map = renderer.map(asked, {});
            QVERIFY2(map, map ? "" : map.error().message.c_str());
            ROPESCOPE_COMPARE(map->values, expected.values, 1e-5);
            QVERIFY(renderer.paint(*map, { .map = colourMaps().data() }));
        }
        QCOMPARE(renderer.name().substr(0, 3), std::string("CPU"));
        QCOMPARE(renderer.notice(),
                 std::string("the graphics device was lost: using the processor"));
    }

    void aRealDeviceWithoutMemoryHandsOverOneMap()
    {
        FallbackRenderer renderer(VulkanRenderer::create({ .memoryLimit = 300U << 10 }).value(),
                                  makeRenderer(Backend::Cpu, pool()).value());
        const auto large
            = std::make_shared<HeadTrace>(test::randomHead({ .tokens = 2000, .headDim = 64 }));
        MapRequest asked = smallRequest();
        asked.head = large;
        asked.rope = makeRopeTable(large->rope, {}).value();
        QVERIFY(renderer.map(asked, {}));
        QVERIFY(renderer.notice().ends_with("the processor drew this map"));
        QVERIFY(renderer.map(smallRequest(), {})); // the device again
        QCOMPARE(renderer.name().substr(0, 3), std::string("Vul"));
        QVERIFY(!renderer.notice().ends_with("the processor drew this map"));
    }

    void manyMapsFallBackOneByOne()
    {
        Pair pair;
        const std::vector<MapRequest> requests(3);
        for (const auto& map : pair.renderer.maps(requests, {}))
            QCOMPARE(map->values.front(), 1.0F);
        pair.device->failure = Error { ErrorCode::Unsupported, "too large" };
        for (const auto& map : pair.renderer.maps(requests, {}))
            QCOMPARE(map->values.front(), 2.0F);
        QCOMPARE(pair.renderer.notice(), std::string("too large: the processor drew this map"));
        pair.device->failure = Error { ErrorCode::InvalidArgument, "no" };
        for (const auto& map : pair.renderer.maps(requests, {}))
            QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
        pair.device->failure = Error { ErrorCode::DeviceFailure, "lost" };
        for (const auto& map : pair.renderer.maps(requests, {}))
            QCOMPARE(map->values.front(), 2.0F);
        QCOMPARE(pair.renderer.name(), std::string("processor"));
    }

    void manyMapsSurviveALostDevice_data()
    {
        QTest::addColumn<int>("submissions");
        for (const int submissions : { 0, 1, 2 })
            QTest::addRow("after %d submissions", submissions) << submissions;
    }
    void manyMapsSurviveALostDevice()
    {
        QFETCH(int, submissions);
        FallbackRenderer renderer(
            VulkanRenderer::create({ .submissionLimit = submissions }).value(),
            makeRenderer(Backend::Cpu, pool()).value());
        const std::vector<MapRequest> requests(5, smallRequest());
        const ValueMap expected
            = makeRenderer(Backend::Cpu, pool()).value()->map(requests[0], {}).value();
        for (int i = 0; i < 4; ++i) {
            for (const auto& map : renderer.maps(requests, {})) {
                QVERIFY2(map, map ? "" : map.error().message.c_str());
                ROPESCOPE_COMPARE(map->values, expected.values, 1e-5);
            }
        }
        QCOMPARE(renderer.name().substr(0, 3), std::string("CPU"));
    }

    void errorsOfTheRequestStayErrors_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("cancelled") << static_cast<int>(ErrorCode::Cancelled);
        QTest::newRow("invalid") << static_cast<int>(ErrorCode::InvalidArgument);
    }
    void errorsOfTheRequestStayErrors()
    {
        QFETCH(int, code);
        Pair pair;
        pair.device->failure = Error { static_cast<ErrorCode>(code), "no" };
        const auto map = pair.renderer.map({}, {});
        QVERIFY(!map);
        QCOMPARE(map.error().code, static_cast<ErrorCode>(code));
        QCOMPARE(pair.processor->calls, 0);
        QCOMPARE(pair.renderer.name(), std::string("device"));
    }

    void theProcessorNeedsNoNotice()
    {
        const auto renderer = makeRenderer(Backend::Cpu, pool());
        QVERIFY(renderer);
        QCOMPARE((*renderer)->name().substr(0, 3), std::string("CPU"));
        QCOMPARE((*renderer)->notice(), std::string());
    }

    void autoDrawsOnAGpuOrSaysWhyNot()
    {
        const auto renderer = makeRenderer(Backend::Auto, pool());
        QVERIFY(renderer);
        const bool gpu = VulkanRenderer::create({ .allowSoftware = false }).has_value();
        QCOMPARE((*renderer)->name().substr(0, 3), std::string(gpu ? "Vul" : "CPU"));
        QCOMPARE((*renderer)->notice(),
                 std::string(gpu ? "" : "no Vulkan GPU: using the processor"));
        QVERIFY((*renderer)->map(smallRequest(), {}));
    }

    void vulkanOnDemandTakesASoftwareDriverToo()
    {
        const auto renderer = makeRenderer(Backend::Vulkan, pool());
        QVERIFY2(renderer, renderer ? "" : renderer.error().message.c_str());
        QCOMPARE((*renderer)->name().substr(0, 8), std::string("Vulkan, "));
        const bool gpu = VulkanRenderer::create({ .allowSoftware = false }).has_value();
        QCOMPARE((*renderer)->notice().substr(0, 15), std::string(gpu ? "" : "software Vulkan"));
        QVERIFY((*renderer)->map(smallRequest(), {}));
    }

    void withoutADriverAutoDrawsOnTheProcessor()
    {
        const OnlyDriver driver("/nonexistent/driver.json");
        const auto renderer = makeRenderer(Backend::Auto, pool());
        QVERIFY(renderer);
        QCOMPARE((*renderer)->name().substr(0, 3), std::string("CPU"));
        QCOMPARE((*renderer)->notice(), std::string("no Vulkan GPU: using the processor"));
        QVERIFY((*renderer)->map(smallRequest(), {}));
    }

    void withoutADriverVulkanOnDemandIsAnError()
    {
        const OnlyDriver driver("/nonexistent/driver.json");
        const auto renderer = makeRenderer(Backend::Vulkan, pool());
        QVERIFY(!renderer);
        QCOMPARE(renderer.error().code, ErrorCode::DeviceFailure);
        for (const char* said : { "there is no Vulkan driver", "VK_ERROR_INCOMPATIBLE_DRIVER",
                                  "mesa-vulkan-drivers", "--backend cpu" })
            QVERIFY2(renderer.error().message.find(said) != std::string::npos,
                     renderer.error().message.c_str());
    }

    void aBrokenDriverIsAnErrorToo()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("broken.json");
        QFile manifest(path);
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write(R"({ "file_format_version": "1.0.0",
                            "ICD": { "library_path": "/nonexistent/driver.so", "api_version": "1.3.0" } })");
        manifest.close();
        const OnlyDriver driver(path.toLocal8Bit());
        QVERIFY(!makeRenderer(Backend::Vulkan, pool()));
        QVERIFY(makeRenderer(Backend::Auto, pool()));
    }
};

QTEST_GUILESS_MAIN(TestRendererFactory)
#include "tst_renderer_factory.moc"
