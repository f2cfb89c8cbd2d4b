#include "tools/replay/shown_entries.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"

namespace serinus::fork {

namespace json = boost::json;
using metadata::Shower;

namespace {

/// Of a list whose items are not bytes: how many `after` has beyond those of `before`, encoded like the list that they
/// are. nullopt: the type is no such list, or it has not grown at its end.
std::optional<Bytes> appended_items(const metadata::Metadata& metadata, const StateKey& key, const Write& write) {
    const auto item = metadata.find_item(key.key);
    if (key.child || !item || !write.before || !write.after || write.after->size() <= write.before->size()) return {};
    const auto* map = std::get_if<metadata::MapEntry>(&item->entry->type);
    const auto type = map != nullptr ? map->value : std::get<metadata::PlainEntry>(item->entry->type).value;
    const auto* bare = metadata.find_bare_type(type.value);
    const auto* list = bare == nullptr ? nullptr : std::get_if<metadata::Sequence>(&bare->definition);
    const auto* items = list == nullptr ? nullptr : metadata.find_bare_type(list->type.value);
    if (items == nullptr || std::holds_alternative<metadata::Primitive>(items->definition)) return {};
    BytesView before(*write.before), after(*write.after);
    const auto old_count = scale::take<scale::Compact<uint32_t>>(before);
    const auto new_count = scale::take<scale::Compact<uint32_t>>(after);
    if (!old_count || !new_count || new_count->value <= old_count->value || after.size() < before.size()) return {};
    if (!std::ranges::equal(after.first(before.size()), before)) return {};
    return concat(scale::encode(scale::Compact<uint32_t>{new_count->value - old_count->value}),
                  after.subspan(before.size()));
}

}  // namespace

EntryShower::EntryShower(const metadata::Metadata* metadata) : metadata_(metadata) {
    const auto* constant = metadata == nullptr ? nullptr : metadata->find_constant("System", "SS58Prefix");
    if (constant == nullptr || constant->value.empty() || constant->value.size() > 2) return;
    prefix_ = constant->value[0];
    if (constant->value.size() == 2) prefix_ = static_cast<crypto::ss58::Prefix>(prefix_ | constant->value[1] << 8);
}

json::object EntryShower::key(const StateKey& key) const {
    json::object out{{"pallet", ""}, {"item", to_hex_prefixed(key.key)}, {"keys", json::array()}};
    if (metadata_ != nullptr && !key.child) {
        Shower shower(*metadata_, {.address_prefix = prefix_});
        auto shown = shower.show_key(key.key);
        out = {{"pallet", shown.pallet}, {"item", shown.item}, {"keys", std::move(shown.keys)}};
    }
    out["key"] = to_hex_prefixed(key.key);
    if (key.child) out["child"] = to_hex_prefixed(*key.child);
    return out;
}

json::value EntryShower::value(const StateKey& key, const std::optional<Bytes>& value) const {
    if (!value) return nullptr;
    constexpr size_t kMaxShown = 1024;
    if (metadata_ == nullptr || key.child) {
        if (value->size() <= kMaxShown) return json::string(to_hex_prefixed(*value));
        return json::object{{"bytes", value->size()},
                            {"blake2_256", to_hex_prefixed(hashing::blake2b_256(*value).bytes)}};
    }
    return Shower(*metadata_, {.address_prefix = prefix_}).show_value_of(key.key, *value);
}

std::optional<json::value> EntryShower::appended(const StateKey& key, const Write& write) const {
    const auto items = metadata_ == nullptr ? std::nullopt : appended_items(*metadata_, key, write);
    if (!items) return std::nullopt;
    json::value shown = value(key, items);
    return shown.is_array() ? std::optional(std::move(shown)) : std::nullopt;
}

json::object EntryShower::write(const StateKey& state_key, const Write& write) const {
    json::object out = key(state_key);
    if (auto items = appended(state_key, write)) {
        out["appended"] = *std::move(items);
        return out;
    }
    out["before"] = value(state_key, write.before);
    out["after"] = value(state_key, write.after);
    return out;
}

std::string EntryShower::name(const json::object& entry) {
    const auto text = [](const json::value& value) {
        return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    };
    std::string out = text(entry.at("pallet"));
    if (!out.empty()) out += '.';
    out += text(entry.at("item"));
    for (const auto& key : entry.at("keys").get_array()) out += ' ' + text(key);
    return out;
}

json::object EntryShower::extrinsic(BytesView extrinsic) const {
    json::object out;
    const auto call_type = metadata_ == nullptr ? std::nullopt : metadata_->call_type();
    if (!call_type || extrinsic.empty()) return out;
    // Two bits of the type, six of the format. Observed: generic::unchecked_extrinsic of sp-runtime 43
    constexpr uint8_t kSigned4 = 0x84, kBare4 = 0x04, kBare5 = 0x05, kGeneral5 = 0x45;
    Shower shower(*metadata_, {.address_prefix = prefix_});
    scale::Decoder in(extrinsic.subspan(1));
    if (extrinsic[0] == kSigned4) {
        const auto& address = metadata_->model().extrinsic.address;
        const auto& signature = metadata_->model().extrinsic.signature;
        if (!address || !signature) return out;
        auto signer = shower.show_next(*address, in);
        if (!signer || !shower.show_next(*signature, in)) return out;
        for (const auto& extension : metadata::extensions_of(metadata_->model())) {
            if (!shower.show_next(extension.in_extrinsic, in)) return out;
        }
        out["signer"] = *std::move(signer);
    } else if (extrinsic[0] == kGeneral5) {
        uint8_t version = 0;
        if (!in.byte(version) || !metadata_->model().extrinsic.extension_versions.contains(version)) return out;
        for (const auto& extension : metadata::extensions_of(metadata_->model(), version)) {
            if (!shower.show_next(extension.in_extrinsic, in)) return out;
        }
    } else if (extrinsic[0] != kBare4 && extrinsic[0] != kBare5) {
        return out;
    }
    if (auto call = shower.show_next(*call_type, in)) out["call"] = *std::move(call);
    return out;
}

}  // namespace serinus::fork
