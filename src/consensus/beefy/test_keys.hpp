/// Validators with keys, for tests.
#pragma once

#include "consensus/beefy/types.hpp"

namespace serinus::consensus::beefy::test {

struct Keys {
    ValidatorSet set;

    explicit Keys(size_t count, SetId id = 1) {
        set.id = id;
        for (size_t i = 0; i < count; ++i) set.validators.push_back(*crypto::ecdsa::public_key_of(seed(i)));
    }

    static crypto::ecdsa::Seed seed(size_t validator) {
        ByteArray<32> bytes{};
        bytes[31] = static_cast<uint8_t>(validator + 1);
        return crypto::ecdsa::Seed(bytes);
    }
    static VoteMessage sign(const Commitment& commitment, size_t validator) {
        return {commitment, *crypto::ecdsa::public_key_of(seed(validator)),
                *crypto::ecdsa::sign_prehashed(seed(validator), signed_hash(commitment))};
    }
    /// The root that the honest ones see.
    static Hash256 root(BlockNumber block) {
        Hash256 out{};
        out.bytes[0] = static_cast<uint8_t>(block);
        out.bytes[1] = static_cast<uint8_t>(block >> 8);
        return out;
    }
    VoteMessage vote(size_t validator, BlockNumber block, std::optional<Hash256> root_of_block = {}) const {
        return sign(mmr_root_commitment(root_of_block.value_or(root(block)), block, set.id), validator);
    }
    SignedCommitment proof(BlockNumber block, const std::vector<size_t>& validators) const {
        SignedCommitment out{.commitment = mmr_root_commitment(root(block), block, set.id), .signatures = {}};
        out.signatures.resize(set.validators.size());
        for (const size_t i : validators) out.signatures[i] = vote(i, block).signature;
        return out;
    }
};

}  // namespace serinus::consensus::beefy::test
