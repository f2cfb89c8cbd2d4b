/// Candidates for tests, without collators: heads are texts.
#pragma once

#include <string>

#include "parachain/candidates/prospective.hpp"

namespace serinus::parachain {

inline Hash256 block_hash(uint8_t byte) {
    Hash256 out;
    out.bytes.fill(byte);
    return out;
}
inline HeadData head_of(std::string_view text) { return {to_bytes(as_bytes(text))}; }
inline Hash256 hash_of_head(std::string_view text) { return hashing::blake2b_256(as_bytes(text)); }

/// The relay chain's block with a number: its hash has this byte, its storage root another one.
inline RelayParent relay_block(uint8_t number) {
    return {block_hash(number), number, block_hash(static_cast<uint8_t>(number ^ 0x80))};
}

inline const ParaId kPara{1000};
inline const ValidationCodeHash kCode{block_hash(0xcc)};

/// Constraints under which much is allowed.
inline Constraints wide_constraints(std::string_view required_parent, BlockNumber min_relay_parent = 0) {
    Constraints out;
    out.min_relay_parent_number = min_relay_parent;
    out.max_pov_size = 1'000'000;
    out.max_code_size = 1'000'000;
    out.max_head_data_size = 20480;
    out.ump_remaining = 10;
    out.ump_remaining_bytes = 1000;
    out.max_ump_num_per_candidate = 10;
    out.hrmp_channels_out = {{ParaId{1}, {100, 5}}, {ParaId{2}, {100, 5}}};
    out.max_hrmp_num_per_candidate = 5;
    out.required_parent = head_of(required_parent);
    out.validation_code_hash = kCode;
    return out;
}

struct TestCandidate {
    CommittedCandidateReceipt receipt;
    PersistedValidationData data;

    CandidateHash hash() const { return receipt.hash(); }
    CandidateEntry entry() const { return make_entry(hash(), receipt, data).value(); }
    CandidateEntry backed_entry() const {
        CandidateEntry out = entry();
        out.is_backed = true;
        return out;
    }
};

/// A candidate of version 2 that takes the para from one head to another. `variant` makes another hash.
inline TestCandidate candidate_between(std::string_view from, std::string_view to, const RelayParent& relay_parent,
                                       uint8_t variant = 0) {
    TestCandidate out;
    out.data = {head_of(from), relay_parent.number, relay_parent.storage_root, 1'000'000};
    out.receipt.descriptor.para_id = kPara;
    out.receipt.descriptor.relay_parent = relay_parent.hash;
    out.receipt.descriptor.pov_hash = block_hash(variant);
    out.receipt.descriptor.persisted_validation_data_hash = out.data.hash();
    out.receipt.descriptor.validation_code_hash = kCode;
    out.receipt.descriptor.para_head = hash_of_head(to);
    out.receipt.commitments.head_data = head_of(to);
    out.receipt.commitments.hrmp_watermark = relay_parent.number;
    return out;
}

/// Two of the kind, that with the lower hash first.
inline std::pair<TestCandidate, TestCandidate> forks_between(std::string_view from, std::string_view to,
                                                             std::string_view or_to, const RelayParent& relay_parent) {
    TestCandidate a = candidate_between(from, to, relay_parent), b = candidate_between(from, or_to, relay_parent);
    if (b.hash() < a.hash()) std::swap(a, b);
    return {a, b};
}

}  // namespace serinus::parachain
