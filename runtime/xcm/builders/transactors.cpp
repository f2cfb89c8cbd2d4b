#include "runtime/xcm/builders/transactors.hpp"

namespace serinus::xcm {

namespace {

/// What the first of `parts` says that knows the asset.
template <class R, class F>
R first_of(std::span<const AssetTransactor* const> parts, F&& ask) {
    for (const AssetTransactor* const part : parts) {
        R result = ask(*part);
        const bool is_unknown = !result && (result.error().code == Error::Code::AssetNotFound ||
                                            result.error().code == Error::Code::Unimplemented);
        if (!is_unknown) return result;
    }
    return Err(Error(Error::Code::AssetNotFound));
}

}  // namespace

XcmResult FirstTransactor::can_check_in(const Location& origin, const Asset& what, const Context& context) const {
    return first_of<XcmResult>(parts_, [&](auto& part) { return part.can_check_in(origin, what, context); });
}

void FirstTransactor::check_in(const Location& origin, const Asset& what, const Context& context) const {
    for (const AssetTransactor* const part : parts_) part->check_in(origin, what, context);
}

XcmResult FirstTransactor::can_check_out(const Location& dest, const Asset& what, const Context& context) const {
    return first_of<XcmResult>(parts_, [&](auto& part) { return part.can_check_out(dest, what, context); });
}

void FirstTransactor::check_out(const Location& dest, const Asset& what, const Context& context) const {
    for (const AssetTransactor* const part : parts_) part->check_out(dest, what, context);
}

XcmResultOf<Weight> FirstTransactor::deposit(const Asset& what, const Location& who, const Context* context) const {
    return first_of<XcmResultOf<Weight>>(parts_, [&](auto& part) { return part.deposit(what, who, context); });
}

XcmResultOf<Weight> FirstTransactor::withdraw(const Asset& what, const Location& who, const Context* context) const {
    return first_of<XcmResultOf<Weight>>(parts_, [&](auto& part) { return part.withdraw(what, who, context); });
}

XcmResultOf<Weight> FirstTransactor::internal_transfer(const Asset& what, const Location& from, const Location& to,
                                                       const Context& context) const {
    return first_of<XcmResultOf<Weight>>(parts_,
                                         [&](auto& part) { return part.internal_transfer(what, from, to, context); });
}

Error failed_to_transact(const sdk::DispatchError& error) {
    // Only one text matters, but none is empty: an error that happened is not one that was decoded.
    const bool is_below_minimum = error == sdk::DispatchError(sdk::TokenError::BelowMinimum);
    return Error::failed_to_transact(is_below_minimum ? kBelowMinimum : "the currency refuses");
}

XcmResultOf<AccountId> find_account(const AccountConverter& accounts, const Location& who) {
    const auto account = accounts.account_of(who);
    ENSURE(account, Error::failed_to_transact("AccountIdConversionFailed"));
    return *account;
}

std::optional<uint128_t> amount_of(const Asset& asset, const AssetId& id) {
    if (!asset.is_fungible() || asset.id != id) return std::nullopt;
    return asset.fun.amount;
}

}  // namespace serinus::xcm
