/// What pallet Identity had reserved, for releases that have it no more.
///
/// The reference did this in two ways: from 1.2.0 on everybody could have an identity sent to the People chain
/// (IdentityMigrator.reap_identity), which freed these deposits and took a part of them along; 1.2.6 removed the pallet
/// with what was left. A chain that comes from 1.0.0 in one step has no time between, so all deposits are free and
/// nothing is sent. Source: fellowship runtimes v1.2.6; pallet-identity 29.0.1, reap_identity
#pragma once

#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::kusama {

/// The beginning of what was stored of an identity; what it consists of stands behind it.
struct RegistrationHead {
    struct Judgement {
        struct Unknown {};
        struct FeePaid {
            sdk::Balance _0{};  ///< reserved until the registrar has judged
        };
        struct Reasonable {};
        struct KnownGood {};
        struct OutOfDate {};
        struct LowQuality {};
        struct Erroneous {};
        std::variant<Unknown, FeePaid, Reasonable, KnownGood, OutOfDate, LowQuality, Erroneous> v;
    };
    std::vector<std::pair<uint32_t, Judgement>> judgements;
    sdk::Balance deposit{};

    sdk::Balance total_deposit() const {
        sdk::Balance total = deposit;
        for (const auto& [registrar, judgement] : judgements) {
            const auto* const paid = std::get_if<Judgement::FeePaid>(&judgement.v);
            if (paid) total = saturating_add(total, paid->_0);
        }
        return total;
    }
};
struct StorageOfIdentity {
    sdk::Map<sdk::Twox64Concat<sdk::AccountId>, RegistrationHead> IdentityOf;
    /// Subordinate accounts stand behind the deposit for them.
    sdk::Map<sdk::Twox64Concat<sdk::AccountId>, sdk::Balance> SubsOf;
};
inline constexpr StorageOfIdentity kIdentity = sdk::bind_storage<StorageOfIdentity>("Identity");

/// Its keys are still there afterwards.
sdk::Weight free_identity_deposits();

}  // namespace serinus::kusama
