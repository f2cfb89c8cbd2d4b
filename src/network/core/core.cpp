#include "network/core/core.hpp"

#include <algorithm>
#include <set>

#include "base/assert.hpp"

namespace serinus::network {

using link::MessageEvent;
using link::NotificationEvent;
using link::RequestEvent;

Core::Core(CoreProtocols protocols, link::Substreams& substreams, Connections& connections, uint64_t seed)
    : substreams_(substreams),
      shell_(connections),
      random_(seed),
      requests_(std::move(protocols.requests), substreams),
      notifications_(std::move(protocols.notifications), substreams),
      request_modules_(requests_.protocols().size()),
      notification_modules_(notifications_.protocols().size()) {
    for (const auto& protocol : requests_.protocols()) {
        figures_.push_back({.protocol = protocol.names.front(), .in = {}, .out = {}});
        for (const std::string& name : protocol.names) {
            // Those that ask, and those that have not asked yet.
            rules_[name] = {.framing = {.max_message_bytes = protocol.max_request_bytes},
                            .max_inbound_per_connection = 2 * protocol.max_inbound_per_peer};
        }
    }
    for (const auto& protocol : notifications_.protocols()) {
        const size_t longest = std::max(protocol.max_message_bytes, protocol.max_handshake_bytes);
        // One stands, another may begin before the end of the last one is heard of.
        for (const std::string& name : protocol.names) {
            rules_[name] = {
                .framing = {.max_message_bytes = longest, .max_first_message_bytes = protocol.max_handshake_bytes},
                .max_inbound_per_connection = 2};
        }
    }
}

void Core::set_raw_module(std::string name, const link::ProtocolRules& rules, Module& module) {
    rules_[name] = rules;
    raw_[std::move(name)] = &module;
    add_module(module);
}

void Core::set_request_module(link::ProtocolIndex protocol, Module& module) {
    request_modules_.at(protocol) = &module;
    add_module(module);
}

void Core::set_notification_module(link::NotificationIndex protocol, Module& module) {
    // One module hears of a protocol; a second one would take it from the first.
    SERINUS_ASSERT(notification_modules_.at(protocol) == nullptr || notification_modules_.at(protocol) == &module);
    notification_modules_.at(protocol) = &module;
    add_module(module);
}

void Core::add_module(Module& module) {
    if (std::ranges::find(modules_, &module) == modules_.end()) modules_.push_back(&module);
}

const link::ProtocolRules* Core::find_rules(std::string_view name) const noexcept {
    const auto found = rules_.find(name);
    return found == rules_.end() ? nullptr : &found->second;
}

std::vector<std::string> Core::protocol_names() const {
    std::vector<std::string> out;
    for (const auto& [name, rules] : rules_) out.push_back(name);
    return out;
}

void Core::dial(const wire::Multiaddr& address, const PeerId& expected) {
    auto& running = dialed_[expected];
    const wire::Multiaddr whole = address.without_peer_id().with_peer_id(expected);
    if (std::ranges::find(running, whole) != running.end()) return;
    running.push_back(whole);
    shell_.dial(whole, expected);
}

void Core::on_connected(ConnectionId connection, ConnectionInfo info, Millis now) {
    const PeerId peer = info.peer;
    // Whichever address it was: behind a name that was dialed stands another one.
    if (info.is_dialer) dialed_.erase(peer);
    const auto& kept = connections_.emplace(connection, std::move(info)).first->second;
    requests_.on_connected(connection, peer);
    notifications_.on_connected(connection, peer);
    Presence& presence = presences_[peer];
    const bool is_first = presence.connections.empty();
    presence.connections.push_back(connection);
    if (is_first) presence.last_used = now;
    for (Module* module : modules_) module->on_connection(connection, kept, now);
    if (!is_first) return;
    for (Module* module : modules_) module->on_peer_connected(peer, now);
}

void Core::on_disconnected(ConnectionId connection, Millis now) {
    const auto found = connections_.find(connection);
    if (found == connections_.end()) return;
    const PeerId peer = found->second.peer;
    connections_.erase(found);
    std::vector<RequestEvent> requests;
    requests_.on_disconnected(connection, requests);
    dispatch(requests, now);
    std::vector<NotificationEvent> notifications;
    notifications_.on_disconnected(connection, notifications);
    dispatch(notifications, now);
    for (Module* module : modules_) module->on_connection_gone(connection, now);
    const auto presence = presences_.find(peer);
    std::erase(presence->second.connections, connection);
    if (!presence->second.connections.empty()) return;
    presences_.erase(presence);
    for (Module* module : modules_) module->on_peer_gone(peer, now);
}

void Core::on_addresses(const std::vector<wire::Multiaddr>& announced, const std::vector<wire::Multiaddr>& listening) {
    for (Module* module : modules_) module->on_addresses(announced, listening);
}

void Core::on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now) {
    const auto peer = address.peer_id();
    const auto running = peer ? dialed_.find(*peer) : dialed_.end();
    if (running != dialed_.end()) {
        std::erase(running->second, address);
        if (running->second.empty()) dialed_.erase(running);
    }
    for (Module* module : modules_) module->on_dial_failed(address, is_wrong_peer, now);
}

void Core::on_identified(ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis now) {
    for (Module* module : modules_) module->on_identified(connection, peer, message, now);
}

void Core::on_message_event(ConnectionId connection, MessageEvent event, Millis now) {
    const auto known = connections_.find(connection);
    if (known == connections_.end()) return;
    const PeerId peer = known->second.peer;
    std::vector<RequestEvent> requests;
    std::vector<NotificationEvent> notifications;
    const auto on_closed = [&](link::SubstreamId substream, link::RequestError of_request,
                               link::NotificationError of_notifications) {
        const SubstreamKey key{connection, substream};
        requests_.on_closed(key, of_request, requests);
        notifications_.on_closed(key, of_notifications, notifications);
    };

    if (const auto* accepted = std::get_if<libp2p::SubstreamAccepted>(&event)) {
        const SubstreamKey key{connection, accepted->substream};
        const auto request = requests_.find(accepted->protocol);
        const auto notification = notifications_.find(accepted->protocol);
        if (request || notification) presences_.at(peer).last_used = now;
        if (request) return requests_.on_accepted(key, *request, now);
        if (notification) return notifications_.on_accepted(key, *notification, now);
        const auto raw = raw_.find(accepted->protocol);
        SERINUS_ASSERT(raw != raw_.end());  // find_rules() knows these names alone
        return raw->second->on_substream(connection, peer, event, now);
    }
    for (const auto& [name, module] : raw_) module->on_substream(connection, peer, event, now);
    if (auto* message = std::get_if<link::MessageReceived>(&event)) {
        const SubstreamKey key{connection, message->substream};
        if (requests_.has(key)) {
            requests_.on_message(key, std::move(message->message), requests);
        } else {
            notifications_.on_message(key, std::move(message->message), notifications);
        }
    } else if (const auto* drained = std::get_if<link::Drained>(&event)) {
        requests_.on_drained({connection, drained->substream}, requests);
        notifications_.on_drained({connection, drained->substream}, notifications);
    } else if (const auto* finished = std::get_if<libp2p::SubstreamFinished>(&event)) {
        requests_.on_finished({connection, finished->substream}, requests);
        notifications_.on_closed({connection, finished->substream}, link::NotificationError::kRefused, notifications);
    } else if (const auto* broken = std::get_if<link::FramingBroken>(&event)) {
        on_closed(broken->substream, link::RequestError::kMalformed, link::NotificationError::kMalformed);
    } else if (const auto* reset = std::get_if<libp2p::SubstreamReset>(&event)) {
        on_closed(reset->substream, link::RequestError::kRefused, link::NotificationError::kRefused);
    } else if (const auto* refused = std::get_if<libp2p::SubstreamRefused>(&event)) {
        // One that is busy, and answers too late, is none that does not speak the protocol.
        on_closed(refused->substream, link::RequestError::kRefused,
                  refused->is_late ? link::NotificationError::kTimeout : link::NotificationError::kUnsupported);
    }
    dispatch(requests, now);
    dispatch(notifications, now);
}

void Core::dispatch(std::vector<RequestEvent>& events, Millis now) {
    for (RequestEvent& event : events) {
        Module* module = nullptr;
        std::optional<PeerId> asked_by;
        const auto take = [&module](auto& table, auto id) -> std::optional<Running> {
            const auto node = table.extract(id);
            if (node.empty()) return std::nullopt;
            module = node.mapped().module;
            return node.mapped();
        };
        if (const auto* response = std::get_if<link::ResponseReceived>(&event)) {
            if (const auto one = take(asked_by_, response->request)) figures_[one->protocol].out.add(now - one->since);
        } else if (const auto* failed = std::get_if<link::RequestFailed>(&event)) {
            const auto one = take(asked_by_, failed->request);
            if (one) ++figures_[one->protocol].out_failures[reason_of(failed->error)];
        } else if (const auto* gone = std::get_if<link::InboundRequestGone>(&event)) {
            const auto one = take(answered_by_, gone->request);
            if (one) ++figures_[one->protocol].in_failures[reason_of(link::RequestError::kDisconnected)];
        } else if (std::holds_alternative<link::AnswerOver>(event)) {
            // There may be room for the answers of any protocol.
            std::set<Module*> all(request_modules_.begin(), request_modules_.end());
            all.erase(nullptr);
            for (Module* one : all) one->on_request(event, now);
        } else if (const auto* received = std::get_if<link::RequestReceived>(&event)) {
            module = request_modules_[received->protocol];
            asked_by = received->peer;
            answered_by_[received->request] = {module, received->protocol, now};
            if (module == nullptr) respond(received->request, std::nullopt, now);
        }
        if (module != nullptr) module->on_request(std::move(event), now);
        if (asked_by) report(*asked_by, kRequestPrice, now);
    }
}

void Core::dispatch(std::vector<NotificationEvent>& events, Millis now) {
    for (NotificationEvent& event : events) {
        const auto protocol = std::visit([](const auto& one) { return one.protocol; }, event);
        const auto* offered = std::get_if<link::NotificationsOffered>(&event);
        const auto offered_by = offered != nullptr ? std::optional(offered->peer) : std::nullopt;
        if (Module* module = notification_modules_[protocol]) {
            module->on_notification(std::move(event), now);
        } else if (offered_by) {
            notifications_.refuse(*offered_by, protocol);
        }
        if (offered_by) report(*offered_by, kOfferPrice, now);
    }
}

void Core::run_timers(Millis now) {
    std::vector<RequestEvent> requests;
    requests_.on_timer(now, requests);
    dispatch(requests, now);
    std::vector<NotificationEvent> notifications;
    notifications_.on_timer(now, notifications);
    dispatch(notifications, now);
    for (Module* module : modules_) {
        const auto next = module->next_timer();
        if (next && *next <= now) module->on_timer(now);
    }
}

std::optional<Millis> Core::next_timer() const {
    std::optional<Millis> out;
    const auto consider = [&out](std::optional<Millis> time) {
        if (time && (!out || *time < *out)) out = time;
    };
    consider(requests_.next_timer());
    consider(notifications_.next_timer());
    for (const Module* module : modules_) consider(module->next_timer());
    return out;
}

std::optional<link::RequestId> Core::request(Module& module, const PeerId& peer, link::ProtocolIndex protocol,
                                             BytesView content, Millis now) {
    const auto id = requests_.request(peer, protocol, content, now);
    if (!id) return id;
    asked_by_.emplace(*id, Running{&module, protocol, now});
    presences_.at(peer).last_used = now;
    return id;
}

void Core::cancel(link::RequestId request) {
    asked_by_.erase(request);
    requests_.cancel(request);
}

void Core::respond(link::InboundRequestId request, const std::optional<Bytes>& response, Millis now) {
    const auto node = answered_by_.extract(request);
    if (!node.empty()) {
        RequestFigures& figures = figures_[node.mapped().protocol];
        if (response) figures.in.add(now - node.mapped().since);
        // Observed: polkadot-stable2407, client/network/src/litep2p/shim/request_response
        if (!response) ++figures.in_failures["rejected"];
    }
    requests_.respond(request, response, now);
}

std::vector<RequestFigures> Core::request_figures() const {
    std::vector<RequestFigures> out = figures_;
    for (size_t i = 0; i < out.size(); ++i) {
        if (const uint64_t count = requests_.turned_away(i)) out[i].in_failures["busy-omitted"] += count;
    }
    return out;
}

void Core::report(const PeerId& peer, const Report& report, Millis now) {
    if (on_report) on_report(peer, report, now);
}

void Core::disconnect(const PeerId& peer) {
    const std::vector<ConnectionId> all = connections_of(peer);
    for (const ConnectionId id : all) shell_.disconnect(id);
}

const std::vector<ConnectionId>& Core::connections_of(const PeerId& peer) const noexcept {
    static const std::vector<ConnectionId> none;
    const auto found = presences_.find(peer);
    return found == presences_.end() ? none : found->second.connections;
}

}  // namespace serinus::network
