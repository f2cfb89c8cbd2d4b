// Assets that come in, go out, or are looked at.
#include "runtime/xcm/executor/machine.hpp"

namespace serinus::xcm {

XcmResult Machine::ensure_room(size_t count) const {
    ENSURE(holding_.size() + count <= 2 * size_t{config_.max_assets_in_holding},
           Error(Error::Code::HoldingWouldOverflow));
    return {};
}

XcmResult Machine::withdraw_asset(const Instruction& i) {
    const Location from = TRY(origin());
    TRY(ensure_room(i.assets.size()));
    Weight surplus;
    TRY(in_layer([&]() -> XcmResult {
        for (const Asset& asset : i.assets) {
            surplus.saturating_accrue(TRY(config_.assets.withdraw(asset, from, &context_)));
        }
        return {};
    }));
    holding_.subsume(i.assets);
    surplus_.saturating_accrue(surplus);
    return {};
}

XcmResult Machine::reserve_asset_deposited(const Instruction& i) {
    const Location from = TRY(origin());
    TRY(ensure_room(i.assets.size()));
    for (const Asset& asset : i.assets) {
        ENSURE(config_.reserves.contains(asset, from), Error(Error::Code::UntrustedReserveLocation));
    }
    holding_.subsume(i.assets);
    return {};
}

XcmResult Machine::receive_teleported_asset(const Instruction& i) {
    const Location from = TRY(origin());
    TRY(ensure_room(i.assets.size()));
    TRY(in_layer([&]() -> XcmResult {
        for (const Asset& asset : i.assets) {
            ENSURE(config_.teleporters.contains(asset, from), Error(Error::Code::UntrustedTeleportLocation));
            TRY(config_.assets.can_check_in(from, asset, context_));
            config_.assets.check_in(from, asset, context_);
        }
        return {};
    }));
    holding_.subsume(i.assets);
    return {};
}

XcmResult Machine::transfer_asset(const Instruction& i) {
    return in_layer([&]() -> XcmResult {
        const Location from = TRY(origin());
        Weight surplus;
        for (const Asset& asset : i.assets) {
            surplus.saturating_accrue(TRY(config_.assets.transfer(asset, from, i.location, context_)));
        }
        surplus_.saturating_accrue(surplus);
        return {};
    });
}

XcmResult Machine::deposit_asset(const Instruction& i) {
    return in_layer_with_holding([&]() -> XcmResult {
        const Holding deposited = holding_.take(i.filter);
        surplus_.saturating_accrue(TRY(deposit_with_retry(deposited, i.location)));
        return {};
    });
}

XcmResultOf<Weight> Machine::deposit_with_retry(const Holding& assets, const Location& beneficiary) {
    Weight surplus;
    std::vector<Asset> failed;
    for (const Asset& asset : assets) {
        if (const auto deposited = config_.assets.deposit(asset, beneficiary, &context_)) {
            surplus.saturating_accrue(*deposited);
        } else {
            failed.push_back(asset);
        }
    }
    // A first deposit may have made the account that another one needs. What is less than an account may have is lost.
    for (const Asset& asset : failed) {
        const auto deposited = config_.assets.deposit(asset, beneficiary, &context_);
        if (deposited) {
            surplus.saturating_accrue(*deposited);
        } else if (!(deposited.error() == Error::failed_to_transact(kBelowMinimum))) {
            return Err(deposited.error());
        }
    }
    return surplus;
}

XcmResult Machine::exchange_asset(const Instruction& i) {
    return in_layer_with_holding([&]() -> XcmResult {
        const Holding give = holding_.take(i.filter);
        TRY(ensure_room(i.assets.size()));
        const Location* const by = context_.origin ? &*context_.origin : nullptr;
        const auto received = config_.exchanger.exchange(by, give, i.assets, i.flag);
        ENSURE(received, Error(Error::Code::NoDeal));
        holding_.subsume(*received);
        return {};
    });
}

XcmResult Machine::claim_asset(const Instruction& i) {
    const Location from = TRY(origin());
    TRY(ensure_room(i.assets.size()));
    ENSURE(config_.trap.claim_assets(from, i.location, i.assets, context_), Error(Error::Code::UnknownClaim));
    holding_.subsume(i.assets);
    return {};
}

}  // namespace serinus::xcm
