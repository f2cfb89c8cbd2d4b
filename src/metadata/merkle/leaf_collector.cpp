#include "metadata/merkle/leaf_collector.hpp"

#include <algorithm>

#include "codec/compact_number.hpp"
#include "metadata/primitive_kind.hpp"

namespace serinus::metadata::merkle {
namespace {

/// 0: of no fixed size, or unknown.
size_t primitive_bytes(uint8_t kind) {
    constexpr std::array<uint8_t, kI256 + 1> kBytes = {1, 4, 0, 1, 2, 4, 8, 16, 32, 1, 2, 4, 8, 16, 32};
    return kind < kBytes.size() ? kBytes[kind] : 0;
}

bool skip(scale::Decoder& in, size_t bytes) {
    const uint8_t* at = nullptr;
    return in.take(bytes, at);
}

bool pass_primitive(uint8_t kind, scale::Decoder& in) {
    if (kind == kString) return scale::decode_from<std::string_view>(in).has_value();
    const size_t bytes = primitive_bytes(kind);
    return bytes > 0 && skip(in, bytes);
}

/// TypeLeaves has seen to it that this is an unsigned integer.
bool pass_compact(uint8_t kind, scale::Decoder& in) {
    if (kind == kU256) {
        scale::BigCompact value;
        return scale::decode_into(in, value);
    }
    uint128_t value = 0;
    const size_t bits = 8 * primitive_bytes(kind);
    return bits > 0 && in.compact(value) && (bits >= 128 || value >> bits == 0);
}

}  // namespace

bool LeafCollector::note(uint32_t type, std::optional<uint8_t> case_index) {
    const auto leaf = leaves_->find(type, case_index);
    if (leaf) needed_.insert(static_cast<uint32_t>(*leaf));
    return leaf.has_value();
}

bool LeafCollector::pass_at(uint32_t id, scale::Decoder& in, uint32_t depth) {
    const Type* const type = metadata_->find_type(id);
    if (type == nullptr || depth == 0 || values_left_ == 0) return false;
    --values_left_;
    if (const auto* primitive = std::get_if<Primitive>(&type->definition)) return pass_primitive(primitive->which, in);
    if (const auto* compact = std::get_if<CompactOf>(&type->definition)) {
        const Type* const inner = metadata_->find_bare_type(compact->type);
        if (inner == nullptr) return false;
        const auto* primitive = std::get_if<Primitive>(&inner->definition);
        return primitive == nullptr || pass_compact(primitive->which, in);  // otherwise it is a compact of nothing
    }
    if (const auto* cases = std::get_if<Cases>(&type->definition)) {
        uint8_t index = 0;
        if (cases->cases.empty() || !in.byte(index) || !note(id, index)) return false;
        const auto found = std::ranges::find(cases->cases, index, &Case::index);
        return found != cases->cases.end() && pass_fields(found->fields, in, depth);
    }
    if (const auto* composite = std::get_if<Composite>(&type->definition)) {
        return composite->fields.empty() || (note(id) && pass_fields(composite->fields, in, depth));
    }
    if (const auto* tuple = std::get_if<Tuple>(&type->definition)) {
        if (tuple->types.empty()) return true;
        return note(id) && std::ranges::all_of(tuple->types, [&](TypeId one) { return pass_at(one, in, depth - 1); });
    }
    if (!note(id)) return false;
    if (const auto* sequence = std::get_if<Sequence>(&type->definition)) {
        uint32_t count = 0;
        return in.compact(count) && pass_items(sequence->type, count, in, depth);
    }
    if (const auto* array = std::get_if<Array>(&type->definition)) {
        return pass_items(array->type, array->length, in, depth);
    }
    return pass_bits(std::get<Bits>(type->definition), in);
}

bool LeafCollector::pass_fields(const std::vector<Field>& fields, scale::Decoder& in, uint32_t depth) {
    return std::ranges::all_of(fields, [&](const Field& field) { return pass_at(field.type, in, depth - 1); });
}

bool LeafCollector::pass_items(uint32_t item, uint64_t count, scale::Decoder& in, uint32_t depth) {
    const Type* const type = metadata_->find_type(item);
    const auto* primitive = type == nullptr ? nullptr : std::get_if<Primitive>(&type->definition);
    const size_t bytes = primitive == nullptr ? 0 : primitive_bytes(primitive->which);
    if (bytes > 0) return skip(in, count * bytes);
    for (uint64_t i = 0; i < count; ++i) {
        if (!pass_at(item, in, depth - 1)) return false;
    }
    return true;
}

bool LeafCollector::pass_bits(const Bits& bits, scale::Decoder& in) const {
    const Type* const store = metadata_->find_bare_type(bits.store);
    const auto* primitive = store == nullptr ? nullptr : std::get_if<Primitive>(&store->definition);
    const size_t bytes = primitive == nullptr ? 0 : primitive_bytes(primitive->which);
    uint32_t count = 0;
    if (bytes == 0 || !in.compact(count)) return false;
    const uint64_t stores = (uint64_t{count} + 8 * bytes - 1) / (8 * bytes);
    return skip(in, stores * bytes);
}

}  // namespace serinus::metadata::merkle
