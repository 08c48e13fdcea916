// SPDX-FileCopyrightText: 2026 The RoPEScope authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/tokenizer/text_normalizer.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <unicode/bytestream.h>
#include <unicode/unistr.h>

#include "core/io/json_fields.h"
#include "core/tokenizer/component_list.h"

namespace ropescope {

namespace {

const icu::Normalizer2* normalForm(const std::string& name)
{
    UErrorCode status = U_ZERO_ERROR;
    if (name == "NFC")
        return icu::Normalizer2::getNFCInstance(status);
    if (name == "NFD")
        return icu::Normalizer2::getNFDInstance(status);
    if (name == "NFKC")
        return icu::Normalizer2::getNFKCInstance(status);
    if (name == "NFKD")
        return icu::Normalizer2::getNFKDInstance(status);
    return nullptr;
}

} // namespace

Result<TextNormalizer> TextNormalizer::read(const nlohmann::json& normalizer,
                                            const std::string& where)
{
    const auto components = componentList(normalizer, "normalizers", where);
    if (!components)
        return tl::unexpected(components.error());
    TextNormalizer result;
    for (const Component& component : *components) {
        const icu::Normalizer2* form = normalForm(component.type);
        if (form == nullptr)
            return unsupportedComponent(component, where);
        result.m_forms.push_back(form);
    }
    return result;
}

std::string TextNormalizer::apply(const std::string& text) const
{
    std::string current = text;
    for (const icu::Normalizer2* form : m_forms) {
        UErrorCode status = U_ZERO_ERROR;
        std::string next;
        icu::StringByteSink<std::string> sink(&next);
        form->normalizeUTF8(0, current, sink, nullptr, status);
        if (U_SUCCESS(status))
            current = std::move(next);
    }
    return current;
}

} // namespace ropescope
