/// JSON as encoded values, by the types of metadata: the opposite of Shower.
#pragma once

#include <boost/json/value.hpp>

#include "metadata/metadata.hpp"

namespace serinus::metadata {

/// What is taken for a value of a type:
/// - what Shower shows, apart from byte strings that were too long to be shown, and module errors;
/// - integers as numbers, decimal texts, or hex texts (the most significant digit first);
/// - bytes as hex, or as their text; accounts as addresses, or as hex;
/// - structs as objects, or as arrays of the fields in their order; a field that is missing is that of default_of().
///   Names of fields and cases are compared without regard to case and underscores;
/// - a case of an enum as its name, {name: fields} or, without fields, its index;
/// - maps (BTreeMap) as objects too;
/// - for everything but bytes and integers: a hex text, which is the value already encoded.
/// Observed: createType of @polkadot/types 16.5.6, whose users write such values.
///
/// Bounded: kMaxBytes of output, kMaxDepth deep, kMaxSteps parts. Errors are sentences that name the field.
class ValueEncoder {
  public:
    static constexpr size_t kMaxBytes = size_t{64} << 20;
    static constexpr uint32_t kMaxDepth = 64;
    /// Parts of a value, of which those without bytes would have no other bound.
    static constexpr size_t kMaxSteps = 16'000'000;

    /// The metadata must outlive this.
    explicit ValueEncoder(const Metadata& metadata) : metadata_(&metadata) {}

    Result<Bytes, std::string> encode(uint32_t type, const boost::json::value& value);
    /// Zero, the empty sequence, the first case of an enum, none.
    Result<Bytes, std::string> default_of(uint32_t type);

  private:
    using Json = boost::json::value;
    using Done = Result<void, std::string>;

    Done put(uint32_t id, const Json* value, uint32_t depth);
    Done put_fields(const std::vector<Field>& fields, const Json* value, uint32_t depth);
    Done put_object(const std::vector<Field>& fields, const boost::json::object& object, uint32_t depth);
    Done put_case(const Type& type, const Cases& cases, const Json* value, uint32_t depth);
    Done put_items(uint32_t item, std::optional<uint32_t> length, const Json* value, uint32_t depth);
    Done put_tuple(const std::vector<TypeId>& types, const Json* value, uint32_t depth);
    Done put_compact(uint32_t id, const Json* value);
    Done put_primitive(uint8_t kind, const Json* value);
    Done put_bits(const Bits& bits, const Json* value);
    Done put_account(const Json* value);
    Done put_bytes(BytesView bytes);
    bool is_encoded(const Type& type, const Json* value) const;

    const Metadata* metadata_;
    Bytes out_;
    size_t steps_left_ = kMaxSteps;
};

/// Storage by pallets and items, as people write it:
///
///     {"System": {"Account": [[["5Grw…"], {"data": {"free": 1}}], [["5FHn…"], null]]},
///      "Sudo": {"Key": "5Grw…"}, "Democracy": {"$removePrefix": ["VotingOf"]}}
///
/// A map is a list of pairs: its keys in a list (or the only key by itself), and the value. null removes. A hex text as
/// a value is the value encoded. Names are compared without regard to case and underscores. Observed: dev_setStorage of
/// Chopsticks 1.5.1
struct StorageValues {
    std::vector<std::pair<Bytes, std::optional<Bytes>>> values;
    std::vector<Bytes> removed_prefixes;  ///< to be removed before `values` are written
};
Result<StorageValues, std::string> encode_storage(const Metadata& metadata, const boost::json::object& pallets);

/// The beginning of the keys of a pallet's storage; with `item`, of that item; with `keys`, of the entries of that map
/// whose first keys these are. Names and keys as encode_storage() has them; errors are sentences.
Result<Bytes, std::string> storage_prefix(const Metadata& metadata, std::string_view pallet, std::string_view item = {},
                                          const boost::json::array& keys = {});

}  // namespace serinus::metadata
