/// Transactions sent to a node, and what became of them.
#pragma once

#include "tools/remote/chain_view.hpp"

namespace serinus::remote {

struct Event {
    std::string pallet = {}, name = {};
    boost::json::value fields = {};
};

/// What the block says of one of its extrinsics.
struct Outcome {
    BlockAt block = {};
    uint32_t index = 0;
    std::vector<Event> events = {};
    /// Why the call, or one within it (of a batch, a proxy, a multisig or sudo), failed: a sentence. nullopt: it did
    /// not.
    std::optional<std::string> error = {};
    std::optional<uint128_t> fee = {};  ///< planck, with the tip; nullopt: nobody paid
};

/// The events that an encoded System.Events has of an extrinsic. Errors are sentences.
Result<std::vector<Event>, std::string> events_of(const metadata::Metadata& metadata, crypto::ss58::Prefix prefix,
                                                  BytesView events, uint32_t index);
/// Fills in `error` and `fee` from `events`.
void judge(Outcome& outcome);
/// What a shown DispatchError means: "Balances.InsufficientBalance: Balance too low to send value."
std::string dispatch_error_text(const boost::json::value& error);

enum class Until : uint8_t { kPool, kInBlock, kFinalized };

/// Called with a sentence whenever the transaction gets further.
using Progress = std::function<void(const std::string&)>;

/// Sends it and waits. nullopt: it is in the pool, and no more was asked for. The error is a sentence that says why the
/// node, or the chain, does not take it.
Result<std::optional<Outcome>, std::string> submit(ChainView& chain, BytesView extrinsic, Until until,
                                                   const Progress& progress);

/// What an extrinsic did in a block that has it.
Result<Outcome, std::string> outcome_in(ChainView& chain, const Hash256& block, BytesView extrinsic);

}  // namespace serinus::remote
