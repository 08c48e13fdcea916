// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QImage>
#include <QStringList>

#include "core/attention/value_map.h"
#include "core/theory/head_similarity.h"
#include "widgets/cell_mapping.h"
#include "widgets/plot_page.h"

class QCPItemStraightLine;
class QLabel;

namespace ropescope {

class ImagePlottable;
class SegmentSwitch;

/// Which vectors are compared with each other.
struct SimilarityChoice {
    bool keys = false;
    VectorFrame frame = VectorFrame::Raw;
    bool operator==(const SimilarityChoice&) const = default;
};

/// A finished picture of the cosines between all tokens.
struct SimilarityContent {
    SimilarityChoice choice;
    QImage image;
    ValueMap values; ///< of the image's pixels
    int tokenCount = 0;
    float low = -1.0F; ///< cosine of the first colour
    float high = 1.0F;
    TokenSimilarity means; ///< of the same vectors, all three definitions
};

/// Cosine of every query with every query, or of keys, as a small heat map with the means beside
/// it.
class SimilarityView : public PlotPage {
    Q_OBJECT

public:
    explicit SimilarityView(QWidget* parent = nullptr);

    void setTokens(const QStringList& pieces) { m_pieces = pieces; }
    void setContent(SimilarityContent content);
    /// The cell that the map's crosshair is on: its query is marked among queries, its key among
    /// keys. Negative: none.
    void markCell(int query, int key);
    [[nodiscard]] SimilarityChoice choice() const;
    /// Device pixels of the side of the map that there is room for.
    [[nodiscard]] int pixels() const;
    [[nodiscard]] QCustomPlot* plot() const { return m_plot; }
    [[nodiscard]] QString meansText() const;

signals:
    void choiceChanged(); ///< choice()
    void roomChanged();   ///< pixels()

protected:
    void paintCurves() override;
    void hover(QCustomPlot* plot, const QPointF& position) override;
    void endHover() override;
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void arrange();
    void showMark();

    SimilarityContent m_content;
    QStringList m_pieces;
    CellMapping m_mapping;
    SegmentSwitch* m_vectors;
    SegmentSwitch* m_frame;
    QCustomPlot* m_plot;
    ImagePlottable* m_image;    ///< the plot owns it
    QCPItemStraightLine* m_row; ///< of the marked token; the plot owns both
    QCPItemStraightLine* m_column;
    int m_query = -1;
    int m_key = -1;
    QLabel* m_means;
};

} // namespace ropescope
