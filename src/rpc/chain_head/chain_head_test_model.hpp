/// A client that checks what it is sent against the specification's promises. It speaks in assertions, for tests and
/// the fuzzer.
#pragma once

#include <set>

#include "rpc/chain_head/chain_head.hpp"

namespace serinus::rpc::chain_head::test {

/// Knows nothing but what it is sent. Rules: chainHead_v1_follow.
class ModelClient {
  public:
    void on_event(const Event& event) {
        SERINUS_ASSERT(!(stopped));  // nothing follows a stop
        if (!std::holds_alternative<Stop>(event)) {
            SERINUS_ASSERT(started == !std::holds_alternative<Initialized>(event));  // initialized comes first, once
        }
        std::visit([this](const auto& each) { on(each); }, event);
    }

    std::map<Hash256, Hash256> tree;  ///< reported, not final → parent
    std::set<Hash256> pinned;
    Hash256 finalized, best;
    bool started = false, stopped = false, knows_best = false;

    bool descends(Hash256 hash, const Hash256& from) const {
        while (hash != from) {
            const auto found = tree.find(hash);
            if (found == tree.end()) return false;
            hash = found->second;
        }
        return true;
    }

  private:
    void on(const Initialized& event) {
        started = true;
        SERINUS_ASSERT(!(event.finalized.empty()));
        finalized = event.finalized.back();
        for (const Hash256& hash : event.finalized) SERINUS_ASSERT(pinned.insert(hash).second);
    }
    void on(const NewBlock& event) {
        SERINUS_ASSERT(!(tree.contains(event.block)));                             // a block is reported once
        SERINUS_ASSERT(event.parent == finalized || tree.contains(event.parent));  // after its parent
        tree[event.block] = event.parent;
        SERINUS_ASSERT(pinned.insert(event.block).second);
    }
    void on(const BestBlockChanged& event) {
        SERINUS_ASSERT(event.block == finalized || tree.contains(event.block));
        SERINUS_ASSERT(!knows_best || best != event.block);  // it changes
        knows_best = true;
        best = event.block;
    }
    void on(const Finalized& event) {
        SERINUS_ASSERT(knows_best);
        SERINUS_ASSERT(!(event.blocks.empty()));
        for (const Hash256& hash : event.blocks) {
            SERINUS_ASSERT(tree.contains(hash) && tree[hash] == finalized);  // a chain of reported blocks
            tree.erase(hash);
            finalized = hash;
        }
        std::set<Hash256> pruned;
        for (const Hash256& hash : event.pruned) {
            SERINUS_ASSERT(pruned.insert(hash).second && tree.contains(hash));  // reported before, named once
        }
        for (const auto& [hash, parent] : tree) {
            SERINUS_ASSERT(descends(hash, finalized) !=
                           pruned.contains(hash));  // all that is not above it, and no other
        }
        for (const Hash256& hash : pruned) tree.erase(hash);
        SERINUS_ASSERT(best == finalized || tree.contains(best));  // the best block is not among them
    }
    void on(const Stop&) { stopped = true; }
};

/// A core that is told one thing at a time. What it sends is in `sent`, until somebody clears it.
struct Driver {
    Driver(Limits limits, Head start) : core(limits, {std::move(start), false}) {}

    /// The answer, if there is one.
    std::optional<effect::Answer> handle(Input input, uint64_t now_ms = 0) {
        Effects effects;
        core.handle(std::move(input), now_ms, effects);
        std::optional<effect::Answer> answer;
        wants_head = false;
        for (Effect& effect : effects) {
            if (auto* send = std::get_if<effect::Send>(&effect)) {
                sent.push_back(std::move(*send));
            } else if (auto* given = std::get_if<effect::Answer>(&effect)) {
                SERINUS_ASSERT(!answer && &effect == &effects.front());  // one, before all that is sent
                answer = std::move(*given);
            } else {
                SERINUS_ASSERT(&effect == &effects.back());
                wants_head = true;
            }
        }
        return answer;
    }
    Verdict verdict(Input input, uint64_t now_ms = 0) { return handle(std::move(input), now_ms)->verdict; }

    bool follow(SubscriptionId id, uint64_t connection, bool with_runtime = true, uint64_t now_ms = 0) {
        return verdict(input::Follow{id, connection, with_runtime}, now_ms) == Verdict::kGood;
    }
    void import(const KnownBlock& block, bool is_best, uint64_t now_ms = 0) {
        handle(input::BlockImported{block, is_best}, now_ms);
    }
    void finalize(std::vector<Hash256> blocks, std::optional<Hash256> new_best = {}, uint64_t now_ms = 0) {
        handle(input::BlocksFinalized{std::move(blocks), new_best}, now_ms);
    }
    Verdict unpin(SubscriptionId id, std::vector<Hash256> blocks) {
        return verdict(input::Unpin{id, std::move(blocks)});
    }

    ChainHead core;
    std::vector<effect::Send> sent;
    bool wants_head = false;  ///< ReadHead was the last effect of the last input
};

/// Sends events to clients as the shell does.
struct Audience {
    std::map<SubscriptionId, ModelClient> clients;
    void deliver(std::vector<effect::Send>& sent) {
        for (const effect::Send& send : sent) {
            for (auto& [id, client] : clients) {
                if ((!send.to && !client.stopped) || send.to == id) client.on_event(send.event);
            }
        }
        sent.clear();
    }
};

}  // namespace serinus::rpc::chain_head::test
