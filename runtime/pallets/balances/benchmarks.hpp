/// What the calls of Balances cost: each in its dearest form, as the names of the weights say.
#pragma once

#include "runtime/pallets/system/benchmarks.hpp"
#include "runtime/sdk/address.hpp"

namespace serinus::pallet_balances {

/// `B` is the pallet, `S` System.
template <class B, class S>
struct Benchmarks {
    using Support = frame_system::BenchmarkSupport<S>;
    using Prepared = sdk::benchmark::Prepared;
    using Values = std::span<const uint32_t>;

    static constexpr sdk::Balance kDeposit = B::Config::kConstants.ExistentialDeposit;

    static sdk::AccountId sender() { return Support::account(1); }
    static sdk::AccountId receiver() { return Support::account(2); }
    static sdk::LookupSource address(const sdk::AccountId& who) { return {sdk::LookupSource::Id{who}}; }
    static void give(const sdk::AccountId& who, sdk::Balance amount) {
        const sdk::RuntimeCall call = typename B::force_set_balance{address(who), {amount}};
        if (!call.dispatch_bypass_filter(sdk::RuntimeOrigin::root())) sdk::panic("the account gets no money");
    }
    static Prepared by_sender(sdk::RuntimeCall call) { return with_issuance(Support::by(sender(), std::move(call))); }
    static Prepared by_root(sdk::RuntimeCall call) { return with_issuance(Support::by_root(std::move(call))); }
    static Prepared with_issuance(Prepared prepared) {
        prepared.known_keys.push_back(to_bytes(B::storage.TotalIssuance.key()));
        return prepared;
    }

    static std::vector<sdk::benchmark::Case> cases() {
        return {
            // All of it, to an account that does not exist: the sender's ends.
            {"Balances",
             "transfer_allow_death",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 return by_sender(typename B::transfer_allow_death{address(receiver()), {kDeposit * 10}});
             }},
            {"Balances",
             "transfer_keep_alive",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 return by_sender(typename B::transfer_keep_alive{address(receiver()), {kDeposit * 5}});
             }},
            {"Balances",
             "force_set_balance_creating",
             {},
             [](Values) { return by_root(typename B::force_set_balance{address(sender()), {kDeposit * 10}}); }},
            {"Balances",
             "force_set_balance_killing",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 return by_root(typename B::force_set_balance{address(sender()), {0}});
             }},
            {"Balances",
             "force_transfer",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 return by_root(typename B::force_transfer{address(sender()), address(receiver()), {kDeposit * 10}});
             }},
            {"Balances",
             "transfer_all",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 return by_sender(typename B::transfer_all{address(receiver()), false});
             }},
            {"Balances",
             "force_unreserve",
             {},
             [](Values) {
                 give(sender(), kDeposit * 10);
                 if (!B::reserve(sender(), kDeposit * 5)) sdk::panic("nothing is reserved");
                 return by_root(typename B::force_unreserve{address(sender()), kDeposit * 5});
             }},
        };
    }
};

}  // namespace serinus::pallet_balances
