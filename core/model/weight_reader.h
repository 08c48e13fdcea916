// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/model/model_weights.h"

namespace ropescope {

/// Takes tensors one by one and remembers the first that is missing or has the wrong shape, so that
/// a model's parts read as a list: take them all, then ask error(). Names are the architecture's,
/// without prefix and ending.
class WeightReader {
public:
    /// path: what was opened, for messages about tensors that are not there.
    WeightReader(const ModelTensors& tensors, const ModelConfig& config,
                 std::filesystem::path path);

    /// A whole matrix, or the rows of a stored one that `rows` describes.
    struct Shape {
        int outputs = 0;
        int inputs = 0;
        int storedRows = 0; ///< 0: as many as outputs
        RowLayout rows = {};
        bool transposed = false; ///< Hugging Face stores (inputs, rows)
    };
    [[nodiscard]] WeightMatrix matrix(const std::string& name, const Shape& shape);
    [[nodiscard]] LinearWeights linear(const std::string& name, const Shape& shape, bool withBias);
    /// Empty for an empty name.
    [[nodiscard]] NormWeights norm(const std::string& name, int width);
    /// (rows, columns) in float32.
    [[nodiscard]] MatrixRM table(const std::string& name, int rows, int columns);

    /// Rejects tensors that nobody took.
    void refuseUnused();
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    [[nodiscard]] std::string fullName(const std::string& name) const;
    [[nodiscard]] ModelTensor tensor(const std::string& name, const std::vector<long long>& shape);
    [[nodiscard]] Eigen::RowVectorXf vector(const std::string& name, int size);
    [[nodiscard]] std::filesystem::path place() const;
    void reject(Error error);

    const ModelTensors& m_tensors;
    const ModelConfig& m_config;
    std::filesystem::path m_path;
    bool m_withPrefix = true;
    std::set<std::string, std::less<>> m_used;
    std::optional<Error> m_error;
};

} // namespace ropescope
