/// Encoded values as JSON, by the types of metadata.
#pragma once

#include <boost/json/value.hpp>

#include "crypto/ss58.hpp"
#include "metadata/metadata.hpp"

namespace serinus::metadata {

struct ShowOptions {
    crypto::ss58::Prefix address_prefix = crypto::ss58::kSubstratePrefix;
    /// Longer byte strings are shown as {"bytes": size, "blake2_256": hash}.
    size_t max_shown_bytes = 1024;
};

/// How values are shown:
/// - integers up to 2^53 as numbers, larger ones as decimal strings, those of 256 bits as hex;
/// - arrays and sequences of bytes as hex, accounts (AccountId32) as addresses;
/// - structs as objects; a single field without a name as its value, several as an array; nothing as null;
/// - a case of an enum without fields as its name, another as {name: fields}; Option as its value or null;
/// - a module's error (DispatchError::Module) as {"Module": {"pallet", "error", "docs"}};
/// - sequences of bits as strings of 0 and 1, the first bit first.
///
/// Bounded: at most kMaxValues values in one showing, kMaxDepth deep. One thread.
class Shower {
  public:
    static constexpr size_t kMaxValues = 200'000;
    static constexpr uint32_t kMaxDepth = 64;

    /// The metadata must outlive this.
    explicit Shower(const Metadata& metadata, ShowOptions options = {}) : metadata_(&metadata), options_(options) {}

    /// The value at the front of `in`, which then stands behind it. nullopt: the bytes are no value of the type, or a
    /// bound is reached; `in` then stands anywhere.
    std::optional<boost::json::value> show_next(uint32_t type, scale::Decoder& in);
    /// The value that all of the bytes are.
    std::optional<boost::json::value> show(uint32_t type, BytesView bytes);

    struct ShownKey {
        std::string pallet;       ///< empty: no item of a pallet
        std::string item;         ///< or the key in hex; or as text, if it is a well-known one as ":code"
        boost::json::array keys;  ///< of a map; those that only their hash is known of as its hex
    };
    ShownKey show_key(BytesView key);
    /// The value under the key: by the item's type if it can be decoded, otherwise as bytes.
    boost::json::value show_value_of(BytesView key, BytesView value);
    /// As hex, or as size and hash.
    boost::json::value show_bytes(BytesView bytes) const;

  private:
    using Shown = std::optional<boost::json::value>;

    Shown show_at(uint32_t id, scale::Decoder& in, uint32_t depth);
    Shown show_fields(const std::vector<Field>& fields, scale::Decoder& in, uint32_t depth);
    Shown show_case(const Type& type, const Cases& cases, scale::Decoder& in, uint32_t depth);
    Shown show_module_error(scale::Decoder& in, uint32_t depth);
    Shown show_items(uint32_t item, uint64_t count, scale::Decoder& in, uint32_t depth);
    Shown show_compact(uint32_t id, scale::Decoder& in) const;
    Shown show_bits(const Bits& bits, scale::Decoder& in) const;
    bool is_byte(uint32_t id) const noexcept;

    const Metadata* metadata_;
    ShowOptions options_;
    size_t values_left_ = kMaxValues;
};

}  // namespace serinus::metadata
