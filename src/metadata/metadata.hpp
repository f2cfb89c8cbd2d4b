/// The metadata of a runtime, decoded once, with what is looked up in it. Spec: sect-metadata
#pragma once

#include <map>
#include <memory>

#include "metadata/model.hpp"

namespace serinus::metadata {

/// A storage item with its pallet. Both outlive it: they are parts of the metadata.
struct Item {
    const Pallet* pallet = nullptr;
    const Entry* entry = nullptr;
};

/// Immutable; any thread.
class Metadata {
  public:
    /// Of version 14, 15 or 16, without the length that `Metadata_metadata` puts before it. The error is a sentence.
    static Result<std::unique_ptr<const Metadata>, std::string> decode(Bytes encoded);

    const Model& model() const noexcept { return model_; }

    /// nullptr: there is none.
    const Type* find_type(uint32_t id) const noexcept;
    const Pallet* find_pallet(std::string_view name) const noexcept;
    const Pallet* find_pallet(uint8_t index) const noexcept;
    const Entry* find_entry(std::string_view pallet, std::string_view entry) const noexcept;
    const Constant* find_constant(std::string_view pallet, std::string_view constant) const noexcept;
    /// The item under whose prefix a key of the state lies; nullopt: none.
    std::optional<Item> find_item(BytesView key) const;

    /// The type that remains after fields without company are looked through: `BoundedVec<T>` is a sequence.
    const Type* find_bare_type(uint32_t id) const noexcept;
    /// The type of calls of the whole runtime.
    std::optional<uint32_t> call_type() const noexcept;

  private:
    Metadata() = default;

    Bytes encoded_;
    Model model_;
    std::map<Bytes, Item> items_;  ///< by the first 32 bytes of their keys
};

/// The first 32 bytes of the keys of a storage item.
Bytes item_prefix(std::string_view pallet_prefix, std::string_view entry);
/// A key of a map, from the encoded keys in their order, as many as it has hashers. nullopt: the entry is no map, or it
/// has another number of hashers.
std::optional<Bytes> map_key(const Item& item, std::span<const BytesView> keys);

}  // namespace serinus::metadata
