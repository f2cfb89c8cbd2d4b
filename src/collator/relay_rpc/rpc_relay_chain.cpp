#include "collator/relay_rpc/rpc_relay_chain.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "fork/origin/origin_calls.hpp"
#include "platform/log.hpp"

namespace serinus::collator {

namespace json = boost::json;
using chain::BlockId;
using fork::RpcClient;
using fork::RpcError;
using primitives::Header;
using Source = RelayBlocks::Source;

namespace {

/// Observed: cumulus-relay-chain-rpc-interface 0.36.0
constexpr const char* kServersLog = "reconnecting-websocket-client";
constexpr std::array kSubscribe = {"chain_subscribeAllHeads", "chain_subscribeNewHeads",
                                   "chain_subscribeFinalizedHeads"};
static_assert(static_cast<size_t>(Source::kAll) == 0 && static_cast<size_t>(Source::kBest) == 1 &&
              static_cast<size_t>(Source::kFinal) == 2);

AskServer asking(RpcClient& client) {
    return [&client](std::string_view method, const json::array& params) { return client.call_once(method, params); };
}

/// The errors of a connection have the server's name already.
std::string named(const std::string& url, const std::string& reason) {
    return reason.starts_with(url) ? reason : url + ": " + reason;
}

/// An error of a server as the reason why it is not asked any more.
template <class T>
Result<T, std::string> or_reason(Result<T, RpcError> answer) {
    if (!answer) return Err(answer.error().reason);
    return *std::move(answer);
}

}  // namespace

RpcRelayChain::RpcRelayChain(RelayRpcOptions options, Environment environment)
    : options_(std::move(options)),
      environment_(std::move(environment)),
      questions_([this](std::string_view method, const json::array& params) { return ask(method, params); }),
      calls_(questions_),
      servers_(options_.urls.size()) {}

BlockId RpcRelayChain::best() {
    const std::lock_guard lock(mutex_);
    SERINUS_ASSERT(best_);
    return *best_;
}

BlockId RpcRelayChain::finalized() {
    const std::lock_guard lock(mutex_);
    SERINUS_ASSERT(final_);
    return *final_;
}

void RpcRelayChain::add_listener(RelayChainListener& listener) {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.push_back(&listener);
}

void RpcRelayChain::remove_listener(RelayChainListener& listener) {
    const std::lock_guard lock(listeners_mutex_);
    std::erase(listeners_, &listener);
}

RpcRelayChain::Figures RpcRelayChain::figures() const {
    const std::lock_guard lock(mutex_);
    Figures out = figures_;
    out.server = servers_.active();
    return out;
}

// --- servers ---

size_t RpcRelayChain::active() const {
    const std::lock_guard lock(mutex_);
    return servers_.active();
}

void RpcRelayChain::blame(size_t server, const std::string& reason) {
    if (is_stopping()) return;
    const std::lock_guard lock(mutex_);
    if (!servers_.failed(server, environment_.now_ms(), reason)) return;
    ++figures_.failures;
    std::erase_if(idle_, [&](const auto& one) { return one.first == server; });
    log::warn(kServersLog, "The external relaychain node is not asked any more: " + reason);
}

/// Connects, and checks which chain the server is of.
auto RpcRelayChain::open(size_t server, const Environment::ShouldStop& should_stop) const -> Result<Client, Fault> {
    auto client = std::make_unique<RpcClient>(
        options_.urls[server], [this, server, should_stop] { return environment_.connect(server, should_stop); });
    const auto genesis = ask_hash(asking(*client), 0);
    const std::string& url = options_.urls[server];
    if (!genesis) return Err(Fault{named(url, genesis.error().reason)});
    if (*genesis == options_.genesis_hash) return client;
    return Err(Fault{url + " is a node of another chain: its genesis block is " +
                         (*genesis ? to_hex_prefixed((*genesis)->bytes) : std::string("none")) + ", that of " +
                         options_.chain_name + " is " + to_hex_prefixed(options_.genesis_hash.bytes) +
                         ". Let --relay-chain-rpc-urls name nodes of the parachain's relay chain, and --chain behind "
                         "\"--\" its specification",
                     true});
}

auto RpcRelayChain::take_idle(size_t server) -> Client {
    const std::lock_guard lock(mutex_);
    ++figures_.calls;
    const auto found = std::ranges::find_if(idle_, [&](const auto& one) { return one.first == server; });
    if (found == idle_.end()) return nullptr;
    Client out = std::move(found->second);
    idle_.erase(found);
    return out;
}

void RpcRelayChain::give_back(size_t server, Client client) {
    const std::lock_guard lock(mutex_);
    if (server == servers_.active() && idle_.size() < kMaxIdle) idle_.emplace_back(server, std::move(client));
}

Result<json::value, RpcError> RpcRelayChain::ask(std::string_view method, const json::array& params) {
    const auto none = [](std::string reason) {
        return Err(RpcError{.kind = RpcError::Kind::kConnection, .code = 0, .reason = std::move(reason)});
    };
    std::string last = "no external relaychain node can be reached";
    for (size_t failures = 0; failures < options_.urls.size();) {
        if (is_stopping()) return none("the node stops");
        size_t server = 0;
        {
            const std::lock_guard lock(mutex_);
            // All have failed, and none is tried before the pause is over.
            if (servers_.pause_ms(environment_.now_ms()) > 0) return none(std::move(last));
            server = servers_.active();
        }
        Client client = take_idle(server);
        const bool was_idle = client != nullptr;
        if (!was_idle) {
            auto opened = open(server, [this] { return is_stopping(); });
            if (!opened) {
                last = opened.error().reason;
                blame(server, last);
                ++failures;
                continue;
            }
            client = *std::move(opened);
        }
        auto answer = client->call_once(method, params);
        if (answer || answer.error().kind != RpcError::Kind::kConnection) {
            give_back(server, std::move(client));
            return answer;
        }
        last = answer.error().reason;
        if (was_idle) {
            // A server may close connections that are not used: those that are kept say nothing of it.
            const std::lock_guard lock(mutex_);
            std::erase_if(idle_, [&](const auto& one) { return one.first == server; });
            continue;
        }
        blame(server, last);
        ++failures;
    }
    return none(std::move(last));
}

// --- notifications ---

Result<void, RpcRelayChain::Fault> RpcRelayChain::open_session() {
    Session session{.server = active(), .client = nullptr, .subscriptions = {}};
    log::info(kServersLog, "Trying to connect to next external relaychain node. index=" +
                               std::to_string(session.server) + " url=" + options_.urls[session.server]);
    // A caller that finds the server dead wakes this one.
    const auto should_stop = [this, server = session.server] { return is_stopping() || active() != server; };
    session.client = TRY(open(session.server, should_stop));
    if (auto begun = begin(session); !begun) {
        return Err(Fault{named(options_.urls[session.server], begun.error())});
    }
    {
        const std::lock_guard lock(mutex_);
        servers_.connected(environment_.now_ms());
    }
    session_ = std::move(session);
    return {};
}

/// Subscribes first, so that nothing is missed between.
Result<void, std::string> RpcRelayChain::begin(Session& session) {
    const AskServer ask_it = asking(*session.client);
    for (size_t i = 0; i < kSubscribe.size(); ++i) {
        TRY_ASSIGN(session.subscriptions.at(i), or_reason(session.client->call_once(kSubscribe.at(i))));
    }
    TRY(look_at_health(session));
    TRY_ASSIGN(const Hash256 final_hash, or_reason(ask_final_hash(ask_it)));
    TRY_ASSIGN(const auto final_header, or_reason(ask_header(ask_it, final_hash)));
    ENSURE(final_header.has_value(), std::string("it does not have the block that it says is final"));
    TRY_ASSIGN(const auto best_header, or_reason(ask_header(ask_it, std::nullopt)));
    ENSURE(best_header.has_value(), std::string("it does not have a best block"));
    TRY(take(*session.client, Source::kFinal, *final_header));
    return take(*session.client, Source::kBest, *best_header);
}

Result<void, std::string> RpcRelayChain::look_at_health(Session& session) {
    session.health_at = environment_.now_ms() + kHealthMs;
    TRY_ASSIGN(const bool is_behind, or_reason(ask_is_syncing(asking(*session.client))));
    is_behind_ = is_behind;
    return {};
}

Result<void, std::string> RpcRelayChain::take(RpcClient& client, Source source, const Header& header) {
    RelayBlocks::Effects effects;
    TRY(blocks_.on_header(source, header, environment_.now_ms(), effects));
    while (!effects.empty()) {
        std::optional<Hash256> wanted;
        for (const auto& effect : effects) {
            if (const auto* fetch = std::get_if<RelayBlocks::Fetch>(&effect)) {
                wanted = fetch->hash;
            } else {
                carry_out(effect);
            }
        }
        effects.clear();
        if (!wanted) return {};
        const auto fetched = or_reason(ask_header(asking(client), wanted));
        if (!fetched) {
            blocks_.on_lost();
            return Err(fetched.error());
        }
        TRY(blocks_.on_fetched(*wanted, *fetched, effects));
    }
    return {};
}

void RpcRelayChain::carry_out(const RelayBlocks::Effect& effect) {
    if (const auto* block = std::get_if<RelayBlocks::NewBlock>(&effect)) {
        questions_.keep_header(block->id.hash, block->header);
        const std::lock_guard lock(listeners_mutex_);
        for (auto* listener : listeners_) listener->on_block({block->id, block->header, !is_behind_});
    } else if (const auto* best = std::get_if<RelayBlocks::NewBest>(&effect)) {
        {
            const std::lock_guard lock(mutex_);
            best_ = best->id;
        }
        const std::lock_guard lock(listeners_mutex_);
        for (auto* listener : listeners_) listener->on_best(best->id);
    } else if (const auto* final_block = std::get_if<RelayBlocks::NewFinal>(&effect)) {
        {
            const std::lock_guard lock(mutex_);
            final_ = final_block->id;
        }
        const std::lock_guard lock(listeners_mutex_);
        for (auto* listener : listeners_) listener->on_final(final_block->id);
    }
}

std::string RpcRelayChain::nobody_answers() const {
    std::string out = "no node of the relay chain can be used (--relay-chain-rpc-urls):";
    const std::lock_guard lock(mutex_);
    for (const std::string& fault : servers_.faults()) {
        if (!fault.empty()) out += (out.back() == ':' ? " " : "; ") + fault;
    }
    return out;
}

Result<void, std::string> RpcRelayChain::start() {
    const auto should_stop = [this] { return is_stopping(); };
    std::set<size_t> of_other_chains;
    while (!is_stopping()) {
        const size_t server = active();
        const auto opened = open_session();
        if (opened) return {};
        blame(server, opened.error().reason);
        if (opened.error().is_of_other_chain) of_other_chains.insert(server);
        uint64_t pause_ms = 0;
        bool gives_up = of_other_chains.size() == options_.urls.size();
        {
            const std::lock_guard lock(mutex_);
            gives_up |= servers_.rounds() >= kStartRounds;
            pause_ms = servers_.pause_ms(environment_.now_ms());
        }
        if (gives_up) break;
        if (pause_ms > 0) environment_.wait(pause_ms, should_stop);
    }
    if (is_stopping()) return Err(std::string("the node stops"));
    if (of_other_chains.empty()) {
        return Err(nobody_answers() + ". Are they running, and can their JSON-RPC be reached from here?");
    }
    return Err(nobody_answers());
}

/// Observed: cumulus-relay-chain-rpc-interface 0.36.0, `probe_preferred_rpc_servers`: to the first of those before the
/// active one that has as many blocks.
void RpcRelayChain::look_back(const Session& session) {
    const uint64_t end_ms = environment_.now_ms() + kLookBackPatienceMs;
    const auto should_stop = [this, end_ms] { return is_stopping() || environment_.now_ms() >= end_ms; };
    for (size_t server = 0; server < session.server && !should_stop(); ++server) {
        const auto client = open(server, should_stop);
        if (!client) continue;
        const auto header = ask_header(asking(**client), std::nullopt);
        if (!header || !*header || (*header)->number.value < best().number) continue;
        log::info(kServersLog, "Switched back to preferred external relay chain node. index=" + std::to_string(server) +
                                   " url=" + options_.urls[server]);
        const std::lock_guard lock(mutex_);
        if (servers_.active() == session.server) servers_.prefer(server);
        return;
    }
}

void RpcRelayChain::follow_next(const Environment::ShouldStop& should_stop) {
    const auto event = session_->client->next_event();
    if (active() != session_->server || should_stop()) return session_.reset();
    const auto followed = [&]() -> Result<void, std::string> {
        if (!event) return Err(event.error().reason);
        const auto found = std::ranges::find(session_->subscriptions, event->subscription);
        if (found == session_->subscriptions.end()) return {};
        const auto header = fork::header_of(event->result);
        ENSURE(header.has_value(), "it sends what is no header: " + header.error());
        TRY(take(*session_->client, static_cast<Source>(found - session_->subscriptions.begin()), *header));
        const uint64_t now = environment_.now_ms();
        if (is_behind_ || now >= session_->health_at) TRY(look_at_health(*session_));
        return {};
    }();
    if (!followed) {
        blame(session_->server, named(options_.urls[session_->server], followed.error()));
        return session_.reset();
    }
    bool should_look_back = false;
    {
        const std::lock_guard lock(mutex_);
        should_look_back = servers_.should_look_back(environment_.now_ms());
    }
    if (should_look_back) look_back(*session_);
    if (active() != session_->server) session_.reset();
}

void RpcRelayChain::follow(const std::stop_token& stop) {
    const auto should_stop = [&] { return stop.stop_requested() || is_stopping(); };
    while (!should_stop()) {
        if (session_) {
            follow_next(should_stop);
            continue;
        }
        uint64_t pause_ms = 0;
        {
            const std::lock_guard lock(mutex_);
            pause_ms = servers_.pause_ms(environment_.now_ms());
        }
        if (pause_ms > 0) {
            log::error(kServersLog, nobody_answers());
            environment_.wait(pause_ms, should_stop);
            continue;
        }
        const size_t server = active();
        if (const auto opened = open_session(); !opened) blame(server, opened.error().reason);
    }
    session_.reset();
}

}  // namespace serinus::collator
