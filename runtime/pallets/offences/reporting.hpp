/// What pallets of consensus, and others that punish validators, want of Historical, Offences and Authorship.
/// `no_reports.hpp` has the same for chains that punish nobody.
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_offences {

/// Proves and checks that a key was a validator's in a session. Source: frame_support::traits::KeyOwnerProofSystem
template <class P>
concept KeyOwnerProofSystem = requires(const sdk::KeyTypeId& type, BytesView key, const sdk::MembershipProof& proof) {
    { P::prove(type, key) } -> std::same_as<std::optional<sdk::MembershipProof>>;
    { *P::check_proof(type, key, proof) };
};

/// Takes reports of offences. Source: sp_staking::offence::ReportOffence
template <class O>
concept ReportOffence =
    requires(const sp_staking::offence::Offence<typename O::Offender>& offence, const sp_staking::offence::Kind& kind,
             const Bytes& time_slot, const typename O::Offender& offender) {
        { O::report_offence(std::vector<sdk::AccountId>{}, offence) } -> std::same_as<bool>;
        { O::is_known_offence(kind, time_slot, offender) } -> std::same_as<bool>;
    };

/// Knows the author of the block. Source: pallet_authorship
template <class A>
concept BlockAuthor = requires {
    { A::author() } -> std::same_as<std::optional<sdk::AccountId>>;
};

/// Whether `T` names those three, and `kReportLongevity`, in blocks. The owner of a key is an offender.
template <class T>
concept ReportsEquivocations =
    KeyOwnerProofSystem<typename T::KeyOwnerProofSystem> && ReportOffence<typename T::Offences> &&
    BlockAuthor<typename T::Authorship> && requires(const sdk::KeyTypeId& type, const sdk::MembershipProof& proof) {
        { T::kReportLongevity } -> std::convertible_to<uint64_t>;
        {
            T::KeyOwnerProofSystem::check_proof(type, BytesView(), proof)
        } -> std::same_as<std::optional<typename T::Offences::Offender>>;
    };

/// Punishes offenders, each with its share. Source: sp_staking::offence::OnOffenceHandler
template <class L, class Offender>
concept OnOffence = requires(std::span<const sp_staking::offence::OffenceDetails<sdk::AccountId, Offender>> offenders,
                             std::span<const sdk::Perbill> slash_fractions,
                             uint32_t session) { L::on_offence(offenders, slash_fractions, session); };

}  // namespace serinus::pallet_offences
