// Chains that send each other messages.
#include <gtest/gtest.h>

#include "runtime/xcm/sample_test.hpp"
#include "runtime/xcm/simulator/memory_chain.hpp"

namespace serinus::xcm::simulator {
namespace {

using test::account;
using test::program_of;

constexpr ChainId kHub = 1000, kUser = 2000, kOther = 2001;

class XcmSimulator : public testing::Test {
  protected:
    XcmSimulator() {
        for (MemoryChain* const chain : {&relay_, &hub_, &user_, &other_}) network_.add(chain->id(), *chain);
        relay_.give(account(1), Asset::fungible(relay_.native(), 1'000));
    }
    static Asset coins(const MemoryChain& at, uint128_t amount) { return Asset::fungible(at.native(), amount); }
    static Instruction withdraw(const MemoryChain& at, uint128_t amount) {
        return {.op = Op::WithdrawAsset, .assets = {{coins(at, amount)}}};
    }
    /// Buys execution with all that arrived and gives the rest to an account.
    static Program buy_and_deposit(const MemoryChain& at, uint128_t fees, const Location& to) {
        return {{.op = Op::BuyExecution, .asset = coins(at, fees)},
                {.op = Op::DepositAsset, .filter = AssetFilter::all(), .location = to}};
    }

    Network network_;
    MemoryChain relay_{kRelayChain}, hub_{kHub}, user_{kUser}, other_{kOther};
};

TEST_F(XcmSimulator, TeleportGoesDownAndComesBack) {
    EXPECT_EQ(relay_
                  .execute(account(1), {withdraw(relay_, 500),
                                        {.op = Op::InitiateTeleport,
                                         .filter = AssetFilter::all(),
                                         .location = relay_.location_of(kHub),
                                         .program = buy_and_deposit(hub_, 500, account(2))}})
                  .kind,
              Outcome::Kind::Complete);
    EXPECT_EQ(network_.run(), 1u);
    EXPECT_EQ(network_.now(), 12'000u);
    EXPECT_EQ(hub_.executed().at(0).outcome.kind, Outcome::Kind::Complete);
    // Five instructions, with the topic, of ten units each.
    EXPECT_EQ(hub_.balance(account(2), hub_.native()), 450u);

    hub_.execute(account(2), {withdraw(hub_, 450),
                              {.op = Op::InitiateTeleport,
                               .filter = AssetFilter::all(),
                               .location = hub_.location_of(kRelayChain),
                               .program = buy_and_deposit(relay_, 450, account(3))}});
    network_.run();
    EXPECT_EQ(network_.now(), 24'000u);
    EXPECT_EQ(relay_.balance(account(3), relay_.native()), 400u);
    EXPECT_EQ(relay_.balance(account(1), relay_.native()), 500u);
}

// The relay chain holds the reserve; each user chain has an account there.
TEST_F(XcmSimulator, ReserveTransferGoesThroughTheReserve) {
    relay_.execute(account(1), {{.op = Op::TransferReserveAsset,
                                 .assets = {{coins(relay_, 600)}},
                                 .location = relay_.location_of(kUser),
                                 .program = buy_and_deposit(user_, 600, account(2))}});
    network_.run();
    EXPECT_EQ(user_.balance(account(2), user_.native()), 550u);
    EXPECT_EQ(relay_.balance(relay_.location_of(kUser), relay_.native()), 600u);

    // From there to the other chain, by way of the relay chain.
    const Program at_other = buy_and_deposit(other_, 100, account(3));
    const Program at_relay{{.op = Op::BuyExecution, .asset = coins(relay_, 200)},
                           {.op = Op::DepositReserveAsset,
                            .filter = AssetFilter::all(),
                            .location = relay_.location_of(kOther),
                            .program = at_other}};
    EXPECT_EQ(user_
                  .execute(account(2), {withdraw(user_, 400),
                                        {.op = Op::InitiateReserveWithdraw,
                                         .filter = AssetFilter::all(),
                                         .location = user_.location_of(kRelayChain),
                                         .program = at_relay}})
                  .kind,
              Outcome::Kind::Complete);
    network_.run();
    EXPECT_EQ(relay_.balance(relay_.location_of(kUser), relay_.native()), 200u);
    EXPECT_EQ(relay_.balance(relay_.location_of(kOther), relay_.native()), 350u);
    EXPECT_EQ(other_.balance(account(3), other_.native()), 300u);
    ASSERT_EQ(network_.deliveries().size(), 3u);
    EXPECT_EQ(network_.deliveries()[2].to, kOther);
    EXPECT_EQ(network_.lost() + network_.pending(), 0u);
}

TEST_F(XcmSimulator, OneTransferInVersion5PaysItsFeesApart) {
    const auto outcome = relay_.execute(
        account(1), {withdraw(relay_, 500),
                     {.op = Op::InitiateTransfer,
                      .location = relay_.location_of(kHub),
                      .remote_fees = AssetTransferFilter{TransferKind::Teleport, AssetFilter::of(coins(relay_, 100))},
                      .transfers = {{TransferKind::Teleport, AssetFilter::all()}},
                      .program = {{.op = Op::RefundSurplus},
                                  {.op = Op::DepositAsset, .filter = AssetFilter::all(), .location = account(2)}}}});
    EXPECT_EQ(outcome.kind, Outcome::Kind::Complete);
    network_.run();
    EXPECT_EQ(hub_.executed().at(0).outcome.kind, Outcome::Kind::Complete);
    EXPECT_EQ(hub_.balance(account(2), hub_.native()), 430u);  // seven instructions
    EXPECT_EQ(hub_.trapped(), 0u);
}

TEST_F(XcmSimulator, AnswerComesBackToTheQuery) {
    const QueryResponseInfo info{user_.location_of(kRelayChain), 77, Weight::from_parts(1'000'000, 1'000)};
    relay_.execute(account(1), {{.op = Op::TransferReserveAsset,
                                 .assets = {{coins(relay_, 100)}},
                                 .location = relay_.location_of(kUser),
                                 .program = {{.op = Op::BuyExecution, .asset = coins(user_, 100)},
                                             {.op = Op::ReportHolding, .filter = AssetFilter::all(), .info = info}}}});
    network_.run();
    ASSERT_EQ(relay_.responses().count(77), 1u);
    EXPECT_EQ(relay_.responses().at(77).assets, (Assets{{coins(relay_, 50)}}));
    EXPECT_EQ(network_.now(), 24'000u);
}

TEST_F(XcmSimulator, WhatNobodyDepositsIsTrappedAndClaimed) {
    relay_.execute(account(1), {withdraw(relay_, 200),
                                {.op = Op::InitiateTeleport,
                                 .filter = AssetFilter::all(),
                                 .location = relay_.location_of(kHub),
                                 .program = {{.op = Op::BuyExecution, .asset = coins(hub_, 200)}, {.op = Op::Trap}}}});
    network_.run();
    EXPECT_EQ(hub_.executed().at(0).outcome.error.error.code, Error::Code::Trap);
    EXPECT_EQ(hub_.trapped(), 1u);
    // The topic's instruction was not run, and is refunded.
    const Program claim{{.op = Op::ClaimAsset, .assets = {{coins(hub_, 160)}}},
                        {.op = Op::DepositAsset, .filter = AssetFilter::all(), .location = account(2)}};
    EXPECT_EQ(hub_.execute(hub_.location_of(kRelayChain), claim).kind, Outcome::Kind::Complete);
    EXPECT_EQ(hub_.balance(account(2), hub_.native()), 160u);
    EXPECT_EQ(hub_.trapped(), 0u);
}

TEST_F(XcmSimulator, UntrustedAndUnpaidProgramsDoNothing) {
    user_.give(account(1), coins(user_, 100));
    // A user chain is not trusted with teleports, so it cannot even send one.
    EXPECT_EQ(
        user_
            .execute(account(1),
                     {withdraw(user_, 100),
                      {.op = Op::InitiateTeleport, .filter = AssetFilter::all(), .location = user_.location_of(kHub)}})
            .error.error.code,
        Error::Code::UntrustedTeleportLocation);
    // Nor is its word taken for it.
    const Instruction lie{.op = Op::ReceiveTeleportedAsset, .assets = {{coins(hub_, 1'000)}}};
    user_.execute(account(1), {{.op = Op::InitiateReserveWithdraw,
                                .filter = AssetFilter::of(Assets{}),
                                .location = user_.location_of(kHub),
                                .program = {lie}}});
    network_.run();
    EXPECT_EQ(hub_.executed().at(0).outcome.error.error.code, Error::Code::Barrier);
}

TEST_F(XcmSimulator, DeliveryIsPaidFor) {
    relay_.set_delivery_price(7);
    relay_.execute(account(1), {withdraw(relay_, 100),
                                {.op = Op::InitiateTeleport,
                                 .filter = AssetFilter::all(),
                                 .location = relay_.location_of(kHub),
                                 .program = buy_and_deposit(hub_, 90, account(2))}});
    network_.run();
    EXPECT_EQ(hub_.balance(account(2), hub_.native()), 43u);
}

TEST_F(XcmSimulator, MessagesToNobodyAreLostAndTimeStopsWhereItIsTold) {
    relay_.execute(
        account(1),
        {{.op = Op::TransferReserveAsset, .assets = {{coins(relay_, 1)}}, .location = relay_.location_of(4000)}});
    relay_.execute(
        account(1),
        {{.op = Op::TransferReserveAsset, .assets = {{coins(relay_, 1)}}, .location = relay_.location_of(kUser)}});
    EXPECT_EQ(network_.run(11'999), 0u);
    EXPECT_EQ(network_.pending(), 2u);
    EXPECT_EQ(network_.run(12'000), 1u);
    EXPECT_EQ(network_.lost(), 1u);
}

TEST_F(XcmSimulator, SameStartGivesTheSameRun) {
    const auto run = [] {
        Network network;
        MemoryChain relay(kRelayChain), user(kUser), other(kOther);
        for (MemoryChain* const chain : {&relay, &user, &other}) network.add(chain->id(), *chain);
        relay.give(account(1), coins(relay, 100'000));
        for (uint32_t i = 0; i < 50; ++i) {
            relay.execute(account(1), {{.op = Op::TransferReserveAsset,
                                        .assets = {{coins(relay, 100 + i)}},
                                        .location = relay.location_of(i % 2 == 0 ? kUser : kOther),
                                        .program = buy_and_deposit(user, 100, account(2))}});
        }
        network.run();
        return network.deliveries();
    };
    EXPECT_EQ(run().size(), 50u);
    EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace serinus::xcm::simulator
