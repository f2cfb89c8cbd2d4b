/// The relay chain of other nodes, asked by JSON-RPC: one of them at a time, and the next one when it fails.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <set>
#include <stop_token>

#include "collator/relay_rpc/relay_blocks.hpp"
#include "collator/relay_rpc/relay_questions.hpp"
#include "collator/relay_rpc/relay_servers.hpp"

namespace serinus::collator {

struct RelayRpcOptions {
    std::vector<std::string> urls;  ///< at least one
    std::string chain_name;         ///< of the relay chain, for people
    Hash256 genesis_hash;
    /// Whether the program is to end; asked by any thread that waits, also before there is a node that could be
    /// stopped. Empty: false.
    std::function<bool()> should_stop = {};
};

/// Notifications come by a connection of their own, on the thread of follow(); each caller that waits for an answer has
/// one too, which is kept for the next one.
class RpcRelayChain final : public RelayChain {
  public:
    struct Environment {
        using ShouldStop = std::function<bool()>;
        /// To the server of this index. `should_stop` is asked a few times a second while something is waited for.
        std::function<Result<std::unique_ptr<fork::Connection>, std::string>(size_t server, ShouldStop should_stop)>
            connect;
        std::function<void(uint64_t duration_ms, const ShouldStop& should_stop)> wait;
        std::function<uint64_t()> now_ms;  ///< monotonic
    };

    /// Rounds over all servers before start() gives up. Observed: cumulus-relay-chain-rpc-interface 0.36.0
    static constexpr size_t kStartRounds = 5;
    /// Ours: connections that wait for the next question.
    static constexpr size_t kMaxIdle = 8;
    /// Ours: how often a server is asked whether it is in sync with its network.
    static constexpr uint64_t kHealthMs = 30'000;
    /// Ours: how long those before the active server are looked at, during which no block is heard of.
    static constexpr uint64_t kLookBackPatienceMs = 2'000;

    RpcRelayChain(RelayRpcOptions options, Environment environment);

    /// Waits until a server answers. Afterwards there are a best and a final block. The error is a sentence for the
    /// user: no server answers, all are of other chains, or the program is to end.
    Result<void, std::string> start();
    /// Follows the chain on this thread, until `stop` or interrupt().
    void follow(const std::stop_token& stop);
    /// Ends what waits for a server; nothing is asked any more.
    void interrupt() noexcept { is_interrupted_ = true; }

    // RelayChain
    chain::BlockId best() override;
    chain::BlockId finalized() override;
    Result<std::shared_ptr<const primitives::Header>, std::string> find_header(const Hash256& block) override {
        return questions_.find_header(block);
    }
    runtime_api::BlockCalls& calls() override { return calls_; }
    Result<std::unique_ptr<RelayState>, std::string> state_of(const Hash256& block) override {
        return questions_.state_of(block);
    }
    bool is_behind() override { return is_behind_; }
    void add_listener(RelayChainListener& listener) override;
    void remove_listener(RelayChainListener& listener) override;

    struct Figures {
        uint64_t calls = 0, failures = 0;  ///< questions, and connections that failed
        size_t server = 0;                 ///< that is asked
    };
    Figures figures() const;

  private:
    using Json = boost::json::value;
    using Client = std::unique_ptr<fork::RpcClient>;
    struct Fault {
        std::string reason;
        bool is_of_other_chain = false;
    };
    /// A server whose notifications are followed.
    struct Session {
        size_t server = 0;
        Client client;
        std::array<Json, 3> subscriptions;  ///< by RelayBlocks::Source
        uint64_t health_at = 0;
    };

    bool is_stopping() const { return is_interrupted_ || (options_.should_stop && options_.should_stop()); }
    Result<Json, fork::RpcError> ask(std::string_view method, const boost::json::array& params);
    Result<Client, Fault> open(size_t server, const Environment::ShouldStop& should_stop) const;
    Client take_idle(size_t server);
    void give_back(size_t server, Client client);
    size_t active() const;
    void blame(size_t server, const std::string& reason);

    // On the thread of start(), and then of follow().
    Result<void, Fault> open_session();
    Result<void, std::string> begin(Session& session);
    void follow_next(const Environment::ShouldStop& should_stop);
    Result<void, std::string> take(fork::RpcClient& client, RelayBlocks::Source source,
                                   const primitives::Header& header);
    void carry_out(const RelayBlocks::Effect& effect);
    Result<void, std::string> look_at_health(Session& session);
    void look_back(const Session& session);
    std::string nobody_answers() const;

    const RelayRpcOptions options_;
    const Environment environment_;
    RelayQuestions questions_;
    runtime_api::BlockCalls calls_;
    std::atomic<bool> is_interrupted_ = false, is_behind_ = false;

    mutable std::mutex mutex_;
    RelayServers servers_;
    std::vector<std::pair<size_t, Client>> idle_;
    std::optional<chain::BlockId> best_, final_;
    Figures figures_;

    std::mutex listeners_mutex_;  ///< held while they are told
    std::vector<RelayChainListener*> listeners_;

    // On the thread of start(), and then of follow().
    RelayBlocks blocks_;
    std::optional<Session> session_;
};

}  // namespace serinus::collator
