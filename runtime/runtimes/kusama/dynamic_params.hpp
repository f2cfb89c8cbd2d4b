/// The parameters that pallet Parameters can change, in two groups, with their defaults.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/sdk/traits/dynamic_parameters.hpp"

namespace serinus::staging_kusama_runtime {

/// Nobody: what is burnt is destroyed.
struct BurnDestinationAccount {
    std::optional<sdk::AccountId> _0;
};

}  // namespace serinus::staging_kusama_runtime

/// How much money a year makes, by how much of it is staked.
namespace serinus::staging_kusama_runtime::dynamic_params::inflation {

using sdk::Perquintill;

/// The least inflation.
struct MinInflation {
    using Value = Perquintill;
    static constexpr Value kDefault = Perquintill::from_rational<uint64_t>(25, 1'000);
};
/// The inflation at the ideal stake.
struct MaxInflation {
    using Value = Perquintill;
    static constexpr Value kDefault = Perquintill::from_percent(10);
};
/// The part of all money that is staked best.
struct IdealStake {
    using Value = Perquintill;
    static constexpr Value kDefault = Perquintill::from_percent(75);
};
/// Beyond the ideal stake, each such part of more stake halves the inflation.
struct Falloff {
    using Value = Perquintill;
    static constexpr Value kDefault = Perquintill::from_percent(5);
};
/// Whether each leased parachain, up to 60, takes 0.5 % off the ideal stake.
struct UseAuctionSlots {
    using Value = bool;
    static constexpr Value kDefault = true;
};

/// One of them with its new value.
struct Parameters {
    struct MinInflation {
        inflation::MinInflation _0;
        std::optional<Perquintill> _1;
    };
    struct MaxInflation {
        inflation::MaxInflation _0;
        std::optional<Perquintill> _1;
    };
    struct IdealStake {
        inflation::IdealStake _0;
        std::optional<Perquintill> _1;
    };
    struct Falloff {
        inflation::Falloff _0;
        std::optional<Perquintill> _1;
    };
    struct UseAuctionSlots {
        inflation::UseAuctionSlots _0;
        std::optional<bool> _1;
    };
    std::variant<MinInflation, MaxInflation, IdealStake, Falloff, UseAuctionSlots> v;
};
struct ParametersKey {
    struct MinInflation {
        inflation::MinInflation _0;
    };
    struct MaxInflation {
        inflation::MaxInflation _0;
    };
    struct IdealStake {
        inflation::IdealStake _0;
    };
    struct Falloff {
        inflation::Falloff _0;
    };
    struct UseAuctionSlots {
        inflation::UseAuctionSlots _0;
    };
    std::variant<MinInflation, MaxInflation, IdealStake, Falloff, UseAuctionSlots> v;
};
struct ParametersValue {
    struct MinInflation {
        Perquintill _0;
    };
    struct MaxInflation {
        Perquintill _0;
    };
    struct IdealStake {
        Perquintill _0;
    };
    struct Falloff {
        Perquintill _0;
    };
    struct UseAuctionSlots {
        bool _0;
    };
    std::variant<MinInflation, MaxInflation, IdealStake, Falloff, UseAuctionSlots> v;
};

}  // namespace serinus::staging_kusama_runtime::dynamic_params::inflation

/// What the treasury burns.
namespace serinus::staging_kusama_runtime::dynamic_params::treasury {

using sdk::Permill;

/// The part of what is left of a period that is burnt.
struct BurnPortion {
    using Value = Permill;
    static constexpr Value kDefault = Permill::zero();
};
/// Where that goes instead.
struct BurnDestination {
    using Value = BurnDestinationAccount;
    static constexpr Value kDefault = {};
};

/// One of them with its new value.
struct Parameters {
    struct BurnPortion {
        treasury::BurnPortion _0;
        std::optional<Permill> _1;
    };
    struct BurnDestination {
        treasury::BurnDestination _0;
        std::optional<BurnDestinationAccount> _1;
    };
    std::variant<BurnPortion, BurnDestination> v;
};
struct ParametersKey {
    struct BurnPortion {
        treasury::BurnPortion _0;
    };
    struct BurnDestination {
        treasury::BurnDestination _0;
    };
    std::variant<BurnPortion, BurnDestination> v;
};
struct ParametersValue {
    struct BurnPortion {
        Permill _0;
    };
    struct BurnDestination {
        BurnDestinationAccount _0;
    };
    std::variant<BurnPortion, BurnDestination> v;
};

}  // namespace serinus::staging_kusama_runtime::dynamic_params::treasury

namespace serinus::staging_kusama_runtime {

struct RuntimeParametersKey {
    struct Inflation {
        dynamic_params::inflation::ParametersKey _0;
    };
    struct Treasury {
        dynamic_params::treasury::ParametersKey _0;
    };
    std::variant<Inflation, Treasury> v;
};
struct RuntimeParametersValue {
    struct Inflation {
        dynamic_params::inflation::ParametersValue _0;
    };
    struct Treasury {
        dynamic_params::treasury::ParametersValue _0;
    };
    std::variant<Inflation, Treasury> v;
};
struct RuntimeParameters {
    using Key = RuntimeParametersKey;
    using Value = RuntimeParametersValue;
    struct Inflation {
        dynamic_params::inflation::Parameters _0;
    };
    struct Treasury {
        dynamic_params::treasury::Parameters _0;
    };
    std::variant<Inflation, Treasury> v;
};

}  // namespace serinus::staging_kusama_runtime

namespace serinus::kusama {

/// Who sets which: Root all of them, GeneralAdmin what concerns the treasury.
struct EnsureParameterAdmin {
    using Success = sdk::Unit;
    static std::optional<sdk::Unit> try_origin(const sdk::RuntimeOrigin& origin,
                                               const staging_kusama_runtime::RuntimeParametersKey& key) {
        using Key = staging_kusama_runtime::RuntimeParametersKey;
        if (std::holds_alternative<Key::Inflation>(key.v)) return sdk::EnsureRoot::try_origin(origin);
        return origins::EnsureOrRoot<origins::Custom::GeneralAdmin>::try_origin(origin);
    }
};

}  // namespace serinus::kusama
