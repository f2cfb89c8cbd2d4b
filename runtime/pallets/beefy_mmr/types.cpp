#include "runtime/pallets/beefy_mmr/types.hpp"

#include "runtime/protocol/secp256k1.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_beefy_mmr {

Bytes ethereum_address_of(const sp_consensus_beefy::AuthorityId& key) {
    const auto point = sdk::secp256k1_decompress(key._0._0);
    if (!point) {
        sdk::host::log(sdk::host::LogLevel::kError, "runtime::beefy", "A key of BEEFY is no point: it has no address.");
        return {};
    }
    const Hash256 hash = sdk::host::keccak_256(*point);
    return Bytes(hash.bytes.begin() + 12, hash.bytes.end());
}

}  // namespace serinus::pallet_beefy_mmr
