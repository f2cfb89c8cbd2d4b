/// What Crowdloan stores: a fund for each para that collects money, and in a child trie who has given it.
/// Source: polkadot_runtime_common::crowdloan 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/protocol/multi_signer.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/host/storage_raw.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::polkadot_runtime_common::crowdloan {

using namespace sdk;

using FundIndex = uint32_t;

/// When somebody has contributed last: what decides whether the fund stands in NewRaise.
template <class BlockNumber>
struct LastContribution {
    using Params = List<Param<"BlockNumber", BlockNumber>>;
    struct Never {
        friend bool operator==(Never, Never) = default;
    };
    /// Outside of an ending period; how many of those had begun.
    struct PreEnding {
        uint32_t _0{};
        friend bool operator==(PreEnding, PreEnding) = default;
    };
    /// In this block of an ending period.
    struct Ending {
        BlockNumber _0{};
        friend bool operator==(Ending, Ending) = default;
    };
    std::variant<Never, PreEnding, Ending> v;
    friend bool operator==(const LastContribution&, const LastContribution&) = default;
};

template <class AccountId, class Balance, class BlockNumber, class LeasePeriod>
struct FundInfo {
    using Params = List<Param<"AccountId", AccountId>, Param<"Balance", Balance>, Param<"BlockNumber", BlockNumber>,
                        Param<"LeasePeriod", LeasePeriod>>;
    AccountId depositor;                  ///< who has created it
    std::optional<MultiSigner> verifier;  ///< who must sign contributions
    Balance deposit{};
    Balance raised{};
    BlockNumber end{};  ///< contributions count before this block
    Balance cap{};      ///< the most that may be raised
    LastContribution<BlockNumber> last_contribution;
    LeasePeriod first_period{};  ///< what the fund bids for
    LeasePeriod last_period{};
    FundIndex fund_index{};
};

/// What an account has given, with words of its own.
struct Contribution {
    Balance amount{};
    Bytes memo;
};

/// The contributions to one fund: a child trie of the state. Its keys are the accounts.
class Contributions {
  public:
    explicit Contributions(FundIndex fund)
        : name_(host::blake2_256(concat(as_bytes("crowdloan"), scale::encode(fund))).bytes) {}

    /// Nothing, if it is not there or cannot be decoded.
    Contribution get(const AccountId& who) const {
        auto found = find(who.bytes);
        return found ? *std::move(found) : Contribution{};
    }
    void put(const AccountId& who, const Contribution& contribution) const {
        host::child_set(name_, who.bytes, scale::encode(contribution));
    }
    void remove(const AccountId& who) const { host::child_clear(name_, who.bytes); }

    /// Gives each contribution to `f(who, contribution)`, which may remove it and returns a Result of bool: false
    /// stops. True: all were given.
    template <class F>
    ResultOf<bool> each(F&& f) const {
        for (auto key = host::child_next_key(name_, {}); key; key = host::child_next_key(name_, *key)) {
            const auto contribution = find(*key);
            const auto who = scale::decode<AccountId>(*key);
            if (!contribution || !who) continue;
            if (!TRY(f(*who, *contribution))) return false;
        }
        return true;
    }

  private:
    std::optional<Contribution> find(BytesView key) const {
        const auto stored = host::child_get(name_, key);
        if (!stored) return std::nullopt;
        auto value = scale::decode<Contribution>(*stored);
        if (!value) {
            report_corrupt_value(key);
            return std::nullopt;
        }
        return *std::move(value);
    }

    ByteArray<32> name_;
};

}  // namespace serinus::polkadot_runtime_common::crowdloan
