/// Chains of headers for tests.
#pragma once

#include "primitives/header.hpp"

namespace serinus::collator {

/// `fork`: blocks of different forks have other hashes.
inline primitives::Header header_on(const primitives::Header& parent, uint8_t fork = 0) {
    primitives::Header out;
    out.parent_hash = primitives::header_hash(parent);
    out.number = {parent.number.value + 1};
    out.state_root.bytes.fill(fork);
    return out;
}

/// The headers from number `first` on.
inline std::vector<primitives::Header> header_chain(uint32_t first, size_t count) {
    std::vector<primitives::Header> out(1);
    out.front().number = {first};
    while (out.size() < count) out.push_back(header_on(out.back()));
    return out;
}

}  // namespace serinus::collator
