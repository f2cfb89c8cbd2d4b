#include "tools/xcm/shapes.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace serinus::xcm_text {

namespace json = boost::json;

std::optional<CaseView> case_of(const json::value& value) {
    if (const auto* text = value.if_string()) return CaseView{*text};
    const auto* object = value.if_object();
    if (object == nullptr || object->size() != 1) return std::nullopt;
    const auto& [name, content] = *object->begin();
    if (name.empty() || name[0] < 'A' || name[0] > 'Z') return std::nullopt;
    return CaseView{name, &content};
}

bool is_program_field(std::string_view name) {
    constexpr std::string_view kNames[] = {"xcm", "remote_xcm", "SetErrorHandler", "SetAppendix"};
    return std::ranges::find(kNames, name) != std::ranges::end(kNames);
}

bool runs_elsewhere(std::string_view instruction, std::string_view field) {
    return (field == "xcm" || field == "remote_xcm") && instruction != "ExecuteWithOrigin";
}

std::optional<std::vector<const json::value*>> interior_of(const json::value& value) {
    const auto found = case_of(value);
    if (!found) return std::nullopt;
    if (found->content == nullptr) {
        if (found->name != "Here") return std::nullopt;
        return std::vector<const json::value*>();
    }
    if (found->name.size() != 2 || found->name[0] != 'X' || found->name[1] < '1' || found->name[1] > '8')
        return std::nullopt;
    const auto count = static_cast<size_t>(found->name[1] - '0');
    const auto* list = found->content->if_array();
    if (list == nullptr) {
        if (count != 1) return std::nullopt;
        return std::vector{found->content};
    }
    if (list->size() != count) return std::nullopt;
    std::vector<const json::value*> out;
    for (const json::value& junction : *list) out.push_back(&junction);
    return out;
}

std::optional<LocationView> location_of(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr || object->size() != 2) return std::nullopt;
    const auto* parents = object->if_contains("parents");
    const auto* interior = object->if_contains("interior");
    if (parents == nullptr || interior == nullptr) return std::nullopt;
    const auto levels = number_of(*parents);
    auto junctions = interior_of(*interior);
    if (!levels || *levels > 255 || !junctions) return std::nullopt;
    return LocationView{static_cast<uint64_t>(*levels), *std::move(junctions)};
}

std::optional<AssetView> asset_of(const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr || object->size() != 2) return std::nullopt;
    const auto* id = object->if_contains("id");
    const auto* fun = object->if_contains("fun");
    if (id == nullptr || fun == nullptr) return std::nullopt;
    if (const auto of_version_3 = case_of(*id); of_version_3 && of_version_3->name == "Concrete") {
        id = of_version_3->content;
        if (id == nullptr) return std::nullopt;
    }
    auto location = location_of(*id);
    const auto kind = case_of(*fun);
    if (!location || !kind || kind->content == nullptr) return std::nullopt;
    if (kind->name == "Fungible" ? !number_of(*kind->content) : kind->name != "NonFungible") return std::nullopt;
    return AssetView{*std::move(location), *kind};
}

std::optional<VersionedView> versioned_of(const json::value& value) {
    const auto found = case_of(value);
    if (!found || found->content == nullptr || found->name.size() != 2 || found->name[0] != 'V' ||
        found->name[1] < '2' || found->name[1] > '9') {
        return std::nullopt;
    }
    return VersionedView{static_cast<uint32_t>(found->name[1] - '0'), found->content};
}

std::optional<uint128_t> number_of(const json::value& value) {
    if (value.is_uint64()) return value.get_uint64();
    if (value.is_int64()) {
        if (value.get_int64() < 0) return std::nullopt;
        return static_cast<uint64_t>(value.get_int64());
    }
    const auto* text = value.if_string();
    if (text == nullptr || text->empty()) return std::nullopt;
    uint128_t out = 0;
    for (const char c : *text) {
        if (c < '0' || c > '9') return std::nullopt;
        const auto digit = static_cast<uint128_t>(c - '0');
        constexpr auto kMost = ~uint128_t{0};
        if (out > (kMost - digit) / 10) return std::nullopt;
        out = out * 10 + digit;
    }
    return out;
}

}  // namespace serinus::xcm_text
