#include "runtime/kusama/api/consensus.hpp"

#include "runtime/kusama/runtime.hpp"

namespace serinus::kusama {

namespace {

/// The proof, wrapped as the API has it.
template <class Opaque>
std::optional<Opaque> prove(const sdk::KeyTypeId& type, BytesView key) {
    const auto proof = Historical::prove(type, key);
    return proof ? std::optional<Opaque>(Opaque{scale::encode(*proof)}) : std::nullopt;
}

/// Hands a report to a pallet; nothing if the proof cannot be read or the pool does not take it.
template <class Pallet, class Proof, class Opaque>
std::optional<sdk::Unit> submit(const Proof& proof, const Opaque& key_owner_proof) {
    BytesView encoded = key_owner_proof._0;
    auto of_owner = scale::take<sdk::MembershipProof>(encoded);
    if (!of_owner || !Pallet::submit_unsigned_equivocation_report(proof, *std::move(of_owner))) return std::nullopt;
    return sdk::Unit{};
}

}  // namespace

sp_consensus_babe::BabeConfiguration BabeApi::configuration::operator()() const {
    const auto epoch = Babe::storage.EpochConfig.get().value_or(kBabeGenesisEpochConfig);
    return {.slot_duration = Babe::slot_duration(),
            .epoch_length = BabeConfig::kConstants.EpochDuration,
            .c = epoch.c,
            .authorities = Babe::storage.Authorities.get(),
            .randomness = Babe::storage.Randomness.get(),
            .allowed_slots = epoch.allowed_slots};
}
sp_consensus_babe::Slot BabeApi::current_epoch_start::operator()() const { return Babe::current_epoch_start(); }
sp_consensus_babe::Epoch BabeApi::current_epoch::operator()() const { return Babe::current_epoch(); }
sp_consensus_babe::Epoch BabeApi::next_epoch::operator()() const { return Babe::next_epoch(); }
std::optional<sp_consensus_babe::OpaqueKeyOwnershipProof> BabeApi::generate_key_ownership_proof::operator()() const {
    return prove<sp_consensus_babe::OpaqueKeyOwnershipProof>(authority_id.kKeyType, authority_id._0._0);
}
std::optional<sdk::Unit> BabeApi::submit_report_equivocation_unsigned_extrinsic::operator()() const {
    return submit<Babe>(equivocation_proof, key_owner_proof);
}

sp_consensus_grandpa::AuthorityList GrandpaApi::grandpa_authorities::operator()() const {
    return Grandpa::grandpa_authorities();
}
std::optional<sdk::Unit> GrandpaApi::submit_report_equivocation_unsigned_extrinsic::operator()() const {
    return submit<Grandpa>(equivocation_proof, key_owner_proof);
}
std::optional<sp_consensus_grandpa::OpaqueKeyOwnershipProof> GrandpaApi::generate_key_ownership_proof::operator()()
    const {
    return prove<sp_consensus_grandpa::OpaqueKeyOwnershipProof>(authority_id.kKeyType, authority_id._0._0);
}
sp_consensus_grandpa::SetId GrandpaApi::current_set_id::operator()() const { return Grandpa::current_set_id(); }

// Observed: Kusama adds the keys of past sessions whose disputes may still go on; they come with the parachains'
// pallets.
std::vector<sp_authority_discovery::app::Public> AuthorityDiscoveryApi::authorities::operator()() const {
    return AuthorityDiscovery::authorities();
}

Bytes SessionKeys::generate_session_keys::operator()() const {
    return scale::encode(staging_kusama_runtime::SessionKeys::generate(seed));
}
std::optional<std::vector<std::pair<Bytes, sdk::KeyTypeId>>> SessionKeys::decode_session_keys::operator()() const {
    return staging_kusama_runtime::decode_into_raw_public_keys(encoded);
}

}  // namespace serinus::kusama
