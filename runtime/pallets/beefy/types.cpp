#include "runtime/pallets/beefy/types.hpp"

#include "runtime/sdk/host/host.hpp"

namespace serinus::sp_consensus_beefy {

bool is_signed(const Vote& vote) {
    const Hash256 hash = sdk::host::keccak_256(scale::encode(vote.commitment));
    return sdk::host::secp256k1_recover_compressed(vote.signature._0._0, hash.bytes) == vote.id._0._0;
}

bool are_double_votes(const Vote& first, const Vote& second) {
    return first.id == second.id && first.commitment.block_number == second.commitment.block_number &&
           first.commitment.validator_set_id == second.commitment.validator_set_id &&
           first.commitment.payload != second.commitment.payload && is_signed(first) && is_signed(second);
}

}  // namespace serinus::sp_consensus_beefy
