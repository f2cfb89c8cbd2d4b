/// For chains that punish no equivocations: what the pallets of consensus ask for, in the place of Historical and
/// Offences. No key is shown to be anybody's, so that every report is refused.
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_offences {

/// As pallet_session::historical::Pallet.
struct NoKeyOwners {
    static std::optional<sdk::MembershipProof> prove(const sdk::KeyTypeId&, BytesView) { return std::nullopt; }
    static std::optional<sdk::AccountId> check_proof(const sdk::KeyTypeId&, BytesView, const sdk::MembershipProof&) {
        return std::nullopt;
    }
};

/// As pallet_offences::Pallet.
struct NoOffences {
    using Offender = sdk::AccountId;
    static bool report_offence(const std::vector<sdk::AccountId>&, const sp_staking::offence::Offence<Offender>&) {
        return false;
    }
    static bool is_known_offence(const sp_staking::offence::Kind&, const Bytes&, const Offender&) { return false; }
};

/// As pallet_authorship::Pallet.
struct NobodyReports {
    static std::optional<sdk::AccountId> author() { return std::nullopt; }
};

/// For configurations of Babe and Grandpa, which inherit it.
struct NoReports {
    static constexpr uint64_t kReportLongevity = 0;
    using KeyOwnerProofSystem = NoKeyOwners;
    using Offences = NoOffences;
    using Authorship = NobodyReports;
};

}  // namespace serinus::pallet_offences
