/// Small transactions for the tests of this folder.
#pragma once

#include "pool/graph.hpp"

namespace serinus::pool::test {

inline Hash256 hash_number(uint64_t number) {
    Hash256 out;
    store_le(out.bytes.data(), number);
    return out;
}

/// A tag of one byte.
inline Tag tag(uint8_t name) { return {name}; }
inline std::vector<Tag> tags(std::initializer_list<uint8_t> names) {
    std::vector<Tag> out;
    for (const uint8_t name : names) out.push_back(tag(name));
    return out;
}

struct Spec {
    uint64_t id;
    std::vector<Tag> requires_tags = {};
    std::vector<Tag> provides_tags = {};
    uint64_t priority = 1;
    uint64_t valid_till = UINT64_MAX;
    size_t size = 10;  ///< without the byte of its length
};

inline Transaction make(const Spec& spec) {
    return {.hash = hash_number(spec.id),
            .extrinsic = std::make_shared<const primitives::Extrinsic>(spec.size, static_cast<uint8_t>(spec.id)),
            .bytes = spec.size + 1,
            .priority = spec.priority,
            .valid_till = spec.valid_till,
            .requires_tags = spec.requires_tags,
            .provides_tags = spec.provides_tags};
}

inline std::vector<uint64_t> ids(const std::vector<TransactionPtr>& transactions) {
    std::vector<uint64_t> out;
    for (const auto& one : transactions) out.push_back(load_le<uint64_t>(one->hash.bytes.data()));
    return out;
}

inline std::vector<uint64_t> ids(const std::vector<Usurped>& usurped) {
    std::vector<uint64_t> out;
    for (const auto& one : usurped) out.push_back(load_le<uint64_t>(one.transaction->hash.bytes.data()));
    return out;
}

}  // namespace serinus::pool::test
