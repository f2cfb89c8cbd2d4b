#include "runtime/sdk/metadata/deprecation.hpp"

namespace serinus::sdk::metadata {
namespace {

std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// nullopt: the line says something else.
std::optional<Deprecated> deprecation_of(std::string_view line) {
    constexpr std::string_view kWord = "Deprecated", kSince = " since ";
    line = without_blanks(line);
    if (!line.starts_with(kWord)) return std::nullopt;
    line.remove_prefix(kWord.size());
    Deprecated out;
    const size_t colon = line.find(':');
    std::string_view front = line.substr(0, colon);
    if (front.starts_with(kSince)) {
        front.remove_prefix(kSince.size());
        if (colon == std::string_view::npos && front.ends_with('.')) front.remove_suffix(1);
        out.since = std::string(without_blanks(front));
    } else if (!front.empty() && front != ".") {
        return std::nullopt;
    }
    if (colon != std::string_view::npos) out.note = std::string(without_blanks(line.substr(colon + 1)));
    return out;
}

}  // namespace

std::optional<Deprecated> deprecation_in(const Docs& docs) {
    std::optional<Deprecated> found;
    for (const std::string& line : docs) {
        if (!found) {
            found = deprecation_of(line);
        } else if (found->note.empty() || without_blanks(line).empty()) {
            break;
        } else {
            found->note.append(" ").append(without_blanks(line));
        }
    }
    return found;
}

ItemDeprecation item_deprecation(const Docs& docs) {
    auto found = deprecation_in(docs);
    if (!found) return NotDeprecated{};
    // Without a note there is no place for the version.
    if (found->note.empty() && !found->since) return DeprecatedWithoutNote{};
    return *std::move(found);
}

std::map<uint8_t, VariantDeprecation> variant_deprecations(const Type& type) {
    std::map<uint8_t, VariantDeprecation> out;
    const auto* const variants = std::get_if<Variants>(&type.definition);
    if (variants == nullptr) return out;
    for (const Variant& variant : variants->variants) {
        auto item = item_deprecation(variant.docs);
        if (auto* const deprecated = std::get_if<Deprecated>(&item)) {
            out.emplace(variant.index, std::move(*deprecated));
        } else if (std::holds_alternative<DeprecatedWithoutNote>(item)) {
            out.emplace(variant.index, DeprecatedWithoutNote{});
        }
    }
    return out;
}

}  // namespace serinus::sdk::metadata
