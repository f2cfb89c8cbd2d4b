#include <boost/json.hpp>

#include "base/hex.hpp"
#include "metadata/names.hpp"
#include "metadata/storage_hasher.hpp"
#include "metadata/value_encoder.hpp"

namespace serinus::metadata {

namespace json = boost::json;

namespace {

constexpr std::string_view kRemovePrefix = "$removePrefix";
/// Of an item's prefix: the hash of the pallet's name. Spec: sect-metadata
constexpr size_t kPalletPrefixBytes = 16;

/// The storage of one pallet.
class PalletValues {
  public:
    PalletValues(const Metadata& metadata, const Pallet& pallet, StorageValues& out)
        : metadata_(metadata), pallet_(pallet), encoder_(metadata), out_(out) {}

    Result<void, std::string> add(std::string_view name, const json::value& value) {
        if (name == kRemovePrefix) return remove_prefixes(value);
        TRY_ASSIGN(const Entry* entry, find(name));
        const Item item{&pallet_, entry};
        if (const auto* plain = std::get_if<PlainEntry>(&entry->type)) {
            TRY_ASSIGN(auto bytes, value_of(plain->value, value));
            out_.values.emplace_back(item_prefix(pallet_.storage->prefix, entry->name), std::move(bytes));
            return {};
        }
        const auto* list = value.if_array();
        if (list == nullptr) return Err(std::string("a map is a list of pairs: [[[key], value]]"));
        for (const auto& one : *list) {
            const auto* pair = one.if_array();
            if (pair == nullptr || pair->size() != 2) {
                return Err(std::string("an entry of a map is no pair of keys and value"));
            }
            const auto& map = std::get<MapEntry>(entry->type);
            TRY_ASSIGN(Bytes key, key_of(item, map, (*pair)[0]));
            TRY_ASSIGN(auto bytes, value_of(map.value, (*pair)[1]));
            out_.values.emplace_back(std::move(key), std::move(bytes));
        }
        return {};
    }

    bool has(std::string_view item) const { return find(item).has_value(); }

    /// Of the keys of the entries whose first keys these are.
    Result<Bytes, std::string> prefix(std::string_view name, const json::array& keys) {
        TRY_ASSIGN(const Entry* entry, find(name));
        Bytes out = item_prefix(pallet_.storage->prefix, entry->name);
        if (keys.empty()) return out;
        const auto* map = std::get_if<MapEntry>(&entry->type);
        if (map == nullptr || keys.size() > map->hashers.size()) {
            return Err(std::string("the item has fewer keys than are given"));
        }
        for (size_t i = 0; i < keys.size(); ++i) {
            TRY_ASSIGN(const uint32_t type, key_type(*map, i));
            auto bytes = encoder_.encode(type, keys[i]);
            if (!bytes) return Err("key " + std::to_string(i) + ": " + bytes.error());
            const auto hashed = hash_key(map->hashers[i], *bytes);
            if (!hashed) return Err(std::string("the metadata describes a map of an unknown kind"));
            out = concat(out, *hashed);
        }
        return out;
    }

  private:
    Result<const Entry*, std::string> find(std::string_view name) const {
        if (pallet_.storage) {
            for (const Entry& one : pallet_.storage->entries) {
                if (is_same_name(one.name, name)) return &one;
            }
        }
        return Err(std::string("the pallet has no such item"));
    }

    Result<void, std::string> remove_prefixes(const json::value& value) {
        const auto* names = value.if_array();
        if (names == nullptr) return Err(std::string("it is no list of items"));
        for (const auto& one : *names) {
            const auto* name = one.if_string();
            if (name == nullptr) return Err(std::string("it is no list of items"));
            TRY_ASSIGN(const Entry* entry, find(*name));
            out_.removed_prefixes.push_back(item_prefix(pallet_.storage->prefix, entry->name));
        }
        return {};
    }

    Result<std::optional<Bytes>, std::string> value_of(uint32_t type, const json::value& value) {
        if (value.is_null()) return std::optional<Bytes>();
        if (const auto* text = value.if_string(); text != nullptr && text->starts_with("0x")) {
            auto bytes = from_hex_prefixed(*text);
            if (!bytes) return Err(std::string("a value is no hex text"));
            return std::optional(*std::move(bytes));
        }
        TRY_ASSIGN(Bytes bytes, encoder_.encode(type, value));
        return std::optional(std::move(bytes));
    }

    Result<Bytes, std::string> key_of(const Item& item, const MapEntry& map, const json::value& value) {
        const auto* list = value.if_array();
        const json::array only = {value};
        const size_t count = map.hashers.size();
        const json::array& keys = list != nullptr && list->size() == count ? *list : only;
        if (keys.size() != count) return Err("the map has " + std::to_string(count) + " keys");
        std::vector<Bytes> encoded;
        for (size_t i = 0; i < count; ++i) {
            TRY_ASSIGN(const uint32_t type, key_type(map, i));
            auto bytes = encoder_.encode(type, keys[i]);
            if (!bytes) return Err("key " + std::to_string(i) + ": " + bytes.error());
            encoded.push_back(*std::move(bytes));
        }
        const std::vector<BytesView> views(encoded.begin(), encoded.end());
        auto key = map_key(item, views);
        if (!key) return Err(std::string("the metadata describes a map of an unknown kind"));
        return *std::move(key);
    }

    Result<uint32_t, std::string> key_type(const MapEntry& map, size_t index) const {
        if (map.hashers.size() == 1) return map.key.value;
        const Type* const type = metadata_.find_type(map.key);
        const auto* tuple = type == nullptr ? nullptr : std::get_if<Tuple>(&type->definition);
        if (tuple == nullptr || tuple->types.size() != map.hashers.size()) {
            return Err(std::string("the metadata describes a map of an unknown kind"));
        }
        return tuple->types[index].value;
    }

    const Metadata& metadata_;
    const Pallet& pallet_;
    ValueEncoder encoder_;
    StorageValues& out_;
};

Result<const Pallet*, std::string> find_pallet(const Metadata& metadata, std::string_view name) {
    const auto& all = metadata.model().pallets;
    const auto found = std::ranges::find_if(all, [&name](const Pallet& one) { return is_same_name(one.name, name); });
    if (found == all.end()) return Err("Cannot find pallet " + std::string(name));
    return &*found;
}

}  // namespace

Result<StorageValues, std::string> encode_storage(const Metadata& metadata, const json::object& pallets) {
    StorageValues out;
    for (const auto& [name, items] : pallets) {
        TRY_ASSIGN(const Pallet* pallet, find_pallet(metadata, name));
        const auto* object = items.if_object();
        if (object == nullptr) return Err(std::string(name) + ": it is no object of items");
        PalletValues values(metadata, *pallet, out);
        for (const auto& [item, value] : *object) {
            if (!item.starts_with('$') && !values.has(item)) {
                return Err("Cannot find storage " + std::string(item) + " in pallet " + std::string(name));
            }
            auto done = values.add(item, value);
            if (!done) return Err(std::string(name) + "." + std::string(item) + ": " + done.error());
        }
    }
    return out;
}

Result<Bytes, std::string> storage_prefix(const Metadata& metadata, std::string_view pallet, std::string_view item,
                                          const json::array& keys) {
    TRY_ASSIGN(const Pallet* found, find_pallet(metadata, pallet));
    if (!found->storage) return Err("the pallet " + std::string(pallet) + " has no storage");
    if (item.empty()) {
        Bytes out = item_prefix(found->storage->prefix, {});
        out.resize(kPalletPrefixBytes);
        return out;
    }
    StorageValues none;
    PalletValues values(metadata, *found, none);
    if (!values.has(item)) {
        return Err("Cannot find storage " + std::string(item) + " in pallet " + std::string(pallet));
    }
    auto out = values.prefix(item, keys);
    if (!out) return Err(std::string(pallet) + "." + std::string(item) + ": " + out.error());
    return out;
}

}  // namespace serinus::metadata
