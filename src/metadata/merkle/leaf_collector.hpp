/// Which leaves a device needs to decode values.
#pragma once

#include <set>

#include "metadata/merkle/type_leaves.hpp"

namespace serinus::metadata::merkle {

/// Decodes values by their types and notes the leaves that were needed. Bounded: kMaxValues values, kMaxDepth deep.
class LeafCollector {
  public:
    static constexpr size_t kMaxValues = 1'000'000;
    static constexpr uint32_t kMaxDepth = 256;

    /// Both must outlive this.
    LeafCollector(const Metadata& metadata, const TypeLeaves& leaves) : metadata_(&metadata), leaves_(&leaves) {}

    /// The value at the front of `in`, which then stands behind it. false: the bytes are no value of the type, or a
    /// bound is reached; `in` then stands anywhere.
    bool pass(uint32_t type, scale::Decoder& in) { return pass_at(type, in, kMaxDepth); }

    /// Their numbers, ascending.
    const std::set<uint32_t>& needed() const noexcept { return needed_; }

  private:
    bool pass_at(uint32_t id, scale::Decoder& in, uint32_t depth);
    bool pass_fields(const std::vector<Field>& fields, scale::Decoder& in, uint32_t depth);
    bool pass_items(uint32_t item, uint64_t count, scale::Decoder& in, uint32_t depth);
    bool pass_bits(const Bits& bits, scale::Decoder& in) const;
    bool note(uint32_t type, std::optional<uint8_t> case_index = std::nullopt);

    const Metadata* metadata_;
    const TypeLeaves* leaves_;
    std::set<uint32_t> needed_;
    size_t values_left_ = kMaxValues;
};

}  // namespace serinus::metadata::merkle
