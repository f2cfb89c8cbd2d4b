#include "metadata/metadata.hpp"

#include "base/bytes.hpp"
#include "hashing/hashing.hpp"
#include "metadata/storage_hasher.hpp"

namespace serinus::metadata {
namespace {

template <class T>
const T* find_by_name(const std::vector<T>& all, std::string_view name) noexcept {
    for (const T& one : all) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

}  // namespace

Result<std::unique_ptr<const Metadata>, std::string> Metadata::decode(Bytes encoded) {
    std::unique_ptr<Metadata> out(new Metadata);
    out->encoded_ = std::move(encoded);
    out->model_ = TRY(decode_model(out->encoded_));
    for (const Pallet& pallet : out->model_.pallets) {
        if (!pallet.storage) continue;
        for (const Entry& entry : pallet.storage->entries) {
            out->items_.emplace(item_prefix(pallet.storage->prefix, entry.name), Item{&pallet, &entry});
        }
    }
    return std::unique_ptr<const Metadata>(std::move(out));
}

const Type* Metadata::find_type(uint32_t id) const noexcept {
    return id < model_.types.size() && model_.types[id].id.value == id ? &model_.types[id] : nullptr;
}

const Pallet* Metadata::find_pallet(std::string_view name) const noexcept { return find_by_name(model_.pallets, name); }

const Pallet* Metadata::find_pallet(uint8_t index) const noexcept {
    for (const Pallet& one : model_.pallets) {
        if (one.index == index) return &one;
    }
    return nullptr;
}

const Entry* Metadata::find_entry(std::string_view pallet, std::string_view entry) const noexcept {
    const Pallet* const found = find_pallet(pallet);
    return found == nullptr || !found->storage ? nullptr : find_by_name(found->storage->entries, entry);
}

const Constant* Metadata::find_constant(std::string_view pallet, std::string_view constant) const noexcept {
    const Pallet* const found = find_pallet(pallet);
    return found == nullptr ? nullptr : find_by_name(found->constants, constant);
}

std::optional<Item> Metadata::find_item(BytesView key) const {
    constexpr size_t kPrefixBytes = 32;
    if (key.size() < kPrefixBytes) return std::nullopt;
    const auto found = items_.find(to_bytes(key.first(kPrefixBytes)));
    return found == items_.end() ? std::nullopt : std::optional(found->second);
}

const Type* Metadata::find_bare_type(uint32_t id) const noexcept {
    constexpr int kMaxDepth = 16;
    const Type* type = find_type(id);
    for (int depth = 0; type != nullptr && depth < kMaxDepth; ++depth) {
        const auto* composite = std::get_if<Composite>(&type->definition);
        if (composite == nullptr || composite->fields.size() != 1 || composite->fields[0].name) break;
        type = find_type(composite->fields[0].type);
    }
    return type;
}

std::optional<uint32_t> Metadata::call_type() const noexcept {
    const auto& call = model_.extrinsic.call;
    return call ? std::optional<uint32_t>(call->value) : std::nullopt;
}

Bytes item_prefix(std::string_view pallet_prefix, std::string_view entry) {
    return concat(hashing::twox_128(as_bytes(pallet_prefix)), hashing::twox_128(as_bytes(entry)));
}

std::optional<Bytes> map_key(const Item& item, std::span<const BytesView> keys) {
    const auto* map = std::get_if<MapEntry>(&item.entry->type);
    if (map == nullptr || map->hashers.size() != keys.size() || !item.pallet->storage) return std::nullopt;
    Bytes out = item_prefix(item.pallet->storage->prefix, item.entry->name);
    for (size_t i = 0; i < keys.size(); ++i) {
        const auto hash = hash_key(map->hashers[i], keys[i]);
        if (!hash) return std::nullopt;
        append(out, *hash);
    }
    return out;
}

}  // namespace serinus::metadata
