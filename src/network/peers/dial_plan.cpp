#include "network/peers/dial_plan.hpp"

namespace serinus::network {
namespace {

constexpr std::string_view kTextRecordPrefix = "dnsaddr=";
/// Of the reasons of all failures, for a line of the log.
constexpr size_t kMaxReasonBytes = 300;

}  // namespace

void DialPlan::start(const wire::Multiaddr& address, Millis now, Actions& actions) {
    deadline_ = now + options_.timeout_ms;
    peer_ = address.peer_id();
    add(address, 0, actions);
    advance(now, actions);
}

void DialPlan::note(std::string reason) {
    if (reasons_.size() + reason.size() > kMaxReasonBytes) return;
    reasons_ += (reasons_.empty() ? "" : "; ") + reason;
}

void DialPlan::add(const wire::Multiaddr& address, size_t depth, Actions& actions) {
    using wire::HostKind;
    if (const auto name = wire::dnsaddr_name_of(address)) {
        return ask(Lookup::Kind::kText, "_dnsaddr." + *name, address, depth, actions);
    }
    const auto target = wire::transport_address_of(address);
    if (!target) return note(target.error());
    if (!target->is_name()) return add_endpoint({target->host, *target, address.without_peer_id()});
    if (target->kind != HostKind::kName4) ask(Lookup::Kind::kIp6, target->host, address, depth, actions);
    if (target->kind != HostKind::kName6) ask(Lookup::Kind::kIp4, target->host, address, depth, actions);
}

void DialPlan::ask(Lookup::Kind kind, const std::string& name, const wire::Multiaddr& address, size_t depth,
                   Actions& actions) {
    if (depth >= options_.max_depth || lookups_ >= options_.max_lookups) {
        return note("too many names have to be looked up");
    }
    ++lookups_;
    const Id id = next_id_++;
    questions_.emplace(id, Question{kind, address, depth});
    actions.push_back(Lookup{id, kind, name});
}

void DialPlan::add_endpoint(Endpoint endpoint) {
    const bool is_ip6 = endpoint.ip.find(':') != endpoint.ip.npos;
    auto& list = is_ip6 ? ip6_ : ip4_;
    if (seen_.size() >= options_.max_attempts) return;
    const auto& target = endpoint.target;
    const std::string key = endpoint.ip + " " + std::to_string(target.port) + (target.has_tls ? " tls " : " ") +
                            (target.has_websocket ? target.path : "");
    if (seen_.insert(key).second) list.push_back(std::move(endpoint));
}

void DialPlan::on_found(Id lookup, const std::vector<std::string>& results, Millis now, Actions& actions) {
    const auto found = questions_.find(lookup);
    if (is_over_ || found == questions_.end()) return;
    const Question question = std::move(found->second);
    questions_.erase(found);
    if (question.kind != Lookup::Kind::kText) {
        const auto target = wire::transport_address_of(question.address);
        for (const std::string& ip : results) add_endpoint({ip, *target, question.address.without_peer_id()});
    } else {
        for (const std::string_view text : results) {
            if (!text.starts_with(kTextRecordPrefix)) continue;
            const auto address = wire::Multiaddr::parse(text.substr(kTextRecordPrefix.size()));
            if (!address) continue;
            // Records of many peers stand beside each other. Spec: multiformats dnsaddr
            const auto peer = address->peer_id();
            if (peer_ && peer && *peer != *peer_) continue;
            add(*address, question.depth + 1, actions);
        }
    }
    advance(now, actions);
}

void DialPlan::on_not_found(Id lookup, const std::string& reason, Millis now, Actions& actions) {
    if (is_over_ || questions_.erase(lookup) == 0) return;
    note(reason);
    advance(now, actions);
}

void DialPlan::on_attempt_failed(Id attempt, const std::string& reason, Millis now, Actions& actions) {
    if (is_over_ || running_.erase(attempt) == 0) return;
    note(reason);
    if (running_.empty()) next_attempt_.reset();
    advance(now, actions);
}

void DialPlan::advance(Millis now, Actions& actions) {
    if (is_over_) return;
    const auto is_empty = [this] { return ip4_.empty() && ip6_.empty(); };
    if (!has_begun_) {
        // IPv6 addresses may be a moment behind. Spec: RFC 8305, 3
        if (questions_.empty() || !ip6_.empty()) next_attempt_ = now;
        if (!next_attempt_ && !is_empty()) next_attempt_ = now + options_.resolution_delay_ms;
    }
    while (!is_empty() && (!next_attempt_ || *next_attempt_ <= now)) {
        auto& list = ip4_.empty() || (is_ip6_next_ && !ip6_.empty()) ? ip6_ : ip4_;
        is_ip6_next_ = &list == &ip4_;
        Endpoint endpoint = std::move(list.front());
        list.pop_front();
        const Id id = next_id_++;
        running_.insert(id);
        has_begun_ = true;
        next_attempt_ = now + options_.attempt_delay_ms;
        actions.push_back(Attempt{id, std::move(endpoint.ip), std::move(endpoint.target), std::move(endpoint.address)});
    }
    if (running_.empty() && questions_.empty() && is_empty()) {
        is_over_ = true;
        actions.push_back(GaveUp{reasons_.empty() ? "no address was found" : reasons_});
    }
}

void DialPlan::on_timer(Millis now, Actions& actions) {
    if (is_over_) return;
    if (now >= deadline_) {
        is_over_ = true;
        note(running_.empty() ? "names were not looked up in time" : "nobody answered in time");
        actions.push_back(GaveUp{reasons_});
        return;
    }
    advance(now, actions);
}

std::optional<DialPlan::Millis> DialPlan::next_timer() const {
    if (is_over_) return std::nullopt;
    const bool has_more = !ip4_.empty() || !ip6_.empty();
    return has_more && next_attempt_ ? std::min(*next_attempt_, deadline_) : deadline_;
}

}  // namespace serinus::network
