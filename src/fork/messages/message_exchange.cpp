#include "fork/messages/message_exchange.hpp"

#include "platform/log.hpp"
#include "primitives/header.hpp"

namespace serinus::fork {

using chain::BlockId;
using state::Area;

namespace {

constexpr const char* kTarget = "messages";
/// Ours. Of the messages for one block: what else a block of 5 MiB has must fit as well.
constexpr size_t kMaxBytesInBlock = 1 << 20;

std::string count_of(size_t messages) { return std::to_string(messages) + (messages == 1 ? " message" : " messages"); }

bool has_pallet(state::Origin& origin, std::string_view pallet) {
    const Bytes prefix = to_bytes(hashing::twox_128(as_bytes(pallet)));
    const auto next = origin.next_key(Area::top(), prefix);
    return next && *next && BytesView(**next).size() >= prefix.size() &&
           std::ranges::equal(BytesView(**next).first(prefix.size()), prefix);
}

}  // namespace

BlockMessages messages_of(const chain::GivenMessages& given) {
    BlockMessages out;
    if (given.downward) {
        for (const auto& one : *given.downward) out.downward.push_back({one.sent_at, one.data});
    }
    if (given.horizontal) {
        for (const auto& [sender, list] : *given.horizontal) {
            auto& messages = out.horizontal[sender];
            for (const auto& one : list) messages.push_back(one.data);
        }
    }
    if (given.upward) out.upward = *given.upward;
    return out;
}

Result<std::shared_ptr<MessagePort>, std::string> MessageExchange::join(const std::string& name, const Fork& fork) {
    const auto id = fork.origin->get(Area::top(), para_id_key());
    if (!id) return Err(id.error().reason);
    Chain chain{.name = name};
    if (*id) {
        const auto para = scale::decode<uint32_t>(**id);
        if (!para) return Err(std::string("ParachainInfo.ParachainId has a form that is not known"));
        chain.para = *para;
    } else if (!has_pallet(*fork.origin, "Paras")) {
        return std::shared_ptr<MessagePort>();
    }
    const std::lock_guard lock(mutex_);
    chains_.push_back(std::move(chain));
    return std::make_shared<MessagePort>(shared_from_this(), chains_.size() - 1);
}

std::string MessageExchange::connect() {
    const std::lock_guard lock(mutex_);
    std::set<uint32_t> paras;
    size_t relay_chains = 0;
    std::string names;
    for (const Chain& chain : chains_) {
        const std::string what = chain.para ? "parachain " + std::to_string(*chain.para) : "relay chain";
        names += (names.empty() ? "" : ", ") + chain.name + " (" + what + ")";
        if (!chain.para) ++relay_chains;
        if (chain.para && !paras.insert(*chain.para).second) {
            return "No messages between the forks: there are two of " + what;
        }
    }
    if (chains_.size() < 2) return {};
    if (relay_chains > 1) return "No messages between the forks: there are several relay chains, " + names;
    router_ = std::make_unique<MessageRouter>(chains_.size(), MessageRouter::Limits());
    for (Chain& chain : chains_) {
        if (chain.client != nullptr) chain.head = chain.client->best().hash;
    }
    return "Messages between " + names;
}

std::optional<size_t> MessageExchange::find_para(uint32_t para) const {
    for (size_t i = 0; i < chains_.size(); ++i) {
        if (chains_[i].para == para) return i;
    }
    return std::nullopt;
}

std::vector<SentMessage> MessageExchange::sent_by(size_t sender, const BlockId& block) {
    std::vector<SentMessage> out;
    const Chain& from = chains_[sender];
    const auto state = from.client->state_of(block.hash);
    if (!state) {
        log::warn(kTarget, "What #" + std::to_string(block.number) + " sends is not known: " + state.error().reason);
        return out;
    }
    const auto value_of = [&](const Bytes& key) -> std::optional<Bytes> {
        const auto value = (*state)->get(Area::top(), key);
        if (!value) log::warn(kTarget, "Messages cannot be read: " + value.error().reason);
        return value && *value ? std::optional(to_bytes(**value)) : std::nullopt;
    };
    const auto number = static_cast<uint32_t>(block.number);
    for (size_t to = 0; to < chains_.size(); ++to) {
        if (to == sender) continue;
        if (!from.para) {
            const auto value = value_of(downward_queue_key(*chains_[to].para));
            const auto queue = value ? decode_downward_queue(*value) : std::nullopt;
            if (!queue) continue;
            for (const auto& one : *queue) {
                // The others were sent by blocks before.
                if (one.sent_at == number) out.push_back({to, MessageKind::kDownward, one.sent_at, one.message});
            }
        } else if (!chains_[to].para) {
            const auto value = value_of(upward_messages_key());
            const auto messages = value ? decode_upward_messages(*value) : std::nullopt;
            if (!messages) continue;
            for (const auto& one : *messages) out.push_back({to, MessageKind::kUpward, number, one});
        }
    }
    if (!from.para) return out;
    const auto value = value_of(horizontal_messages_key());
    const auto messages = value ? decode_horizontal_messages(*value) : std::nullopt;
    if (!messages) return out;
    for (const auto& one : *messages) {
        const auto to = find_para(one.recipient);
        if (to && *to != sender) out.push_back({*to, MessageKind::kHorizontal, number, one.data});
    }
    return out;
}

void MessageExchange::enact(size_t chain, const BlockId& block, std::set<size_t>& arrived) {
    const auto done = router_->enact(chain, block.hash, sent_by(chain, block));
    for (const auto& [receiver, count] : done.arrived) {
        arrived.insert(receiver);
        log::info(kTarget, "📨 " + count_of(count) + " of " + chains_[chain].name + " #" +
                               std::to_string(block.number) + " for " + chains_[receiver].name);
    }
    if (done.lost > 0) {
        log::warn(kTarget, "📨 " + count_of(done.lost) + " of " + chains_[chain].name + " #" +
                               std::to_string(block.number) + " lost: too much waits for the other chain");
    }
}

void MessageExchange::follow(size_t chain, std::set<size_t>& arrived) {
    Chain& one = chains_[chain];
    const BlockId best = one.client->best();
    if (best.hash == one.head) return;
    const auto route = one.client->route(one.head, best.hash);
    if (!route) {
        log::warn(kTarget, "What " + one.name + " sent is not known: " + route.error().reason);
    } else {
        for (const BlockId& block : route->retracted) router_->retract(chain, block.hash);
        for (const BlockId& block : route->enacted) enact(chain, block, arrived);
    }
    one.head = best.hash;
}

std::set<size_t> MessageExchange::follow_all() {
    std::set<size_t> arrived;
    for (size_t chain = 0; chain < chains_.size(); ++chain) {
        if (is_open(chain)) follow(chain, arrived);
    }
    return arrived;
}

void MessageExchange::call_due(const std::set<size_t>& chains) {
    for (const size_t chain : chains) {
        if (chains_[chain].block_due) chains_[chain].block_due();
    }
}

void MessagePort::open(chain::Client& client) {
    const std::lock_guard lock(exchange_->mutex_);
    auto& chain = exchange_->chains_[chain_];
    chain.client = &client;
    chain.head = client.best().hash;
}

void MessagePort::when_due(std::function<void()> block_due) {
    const std::lock_guard lock(exchange_->mutex_);
    exchange_->chains_[chain_].block_due = std::move(block_due);
}

void MessagePort::close() {
    const std::lock_guard lock(exchange_->mutex_);
    auto& chain = exchange_->chains_[chain_];
    chain.client = nullptr;
    chain.block_due = {};
}

BlockMessages MessagePort::take(const BlockId& parent, const chain::GivenMessages& given) {
    BlockMessages out = messages_of(given);
    const std::lock_guard lock(exchange_->mutex_);
    auto& own = exchange_->chains_[chain_];
    own.taken.clear();
    if (!exchange_->is_open(chain_)) return out;
    auto arrived = exchange_->follow_all();
    arrived.erase(chain_);
    exchange_->call_due(arrived);
    if (parent.hash != own.head) return out;  // a block beside the best chain
    std::set<MessageKind> kinds;
    if (!given.downward) kinds.insert(MessageKind::kDownward);
    if (!given.horizontal) kinds.insert(MessageKind::kHorizontal);
    if (!given.upward) kinds.insert(MessageKind::kUpward);
    own.taken = exchange_->router_->next(chain_, kinds, kMaxBytesInBlock);
    for (const auto& message : own.taken) {
        const auto& sender = exchange_->chains_[message.sender];
        if (message.kind == MessageKind::kDownward) {
            out.downward.push_back({message.sent_at, *message.data});
        } else if (message.kind == MessageKind::kUpward) {
            out.upward[*sender.para].push_back(*message.data);
        } else {
            out.horizontal[*sender.para].push_back(*message.data);
        }
    }
    return out;
}

void MessagePort::on_authored(const BlockId& block) {
    const std::lock_guard lock(exchange_->mutex_);
    if (!exchange_->is_open(chain_)) return;
    auto& own = exchange_->chains_[chain_];
    if (!own.taken.empty()) {
        log::info(kTarget, "📨 #" + std::to_string(block.number) + " has received " + count_of(own.taken.size()));
    }
    if (!own.taken.empty()) {
        // Another chain may have looked at this one since the block was imported.
        const auto route = own.client->route(block.hash, own.head);
        const bool is_enacted = route && route->retracted.empty();
        exchange_->router_->receive(chain_, block.hash, std::exchange(own.taken, {}), is_enacted);
    }
    auto arrived = exchange_->follow_all();
    // What found no room in this block.
    if (!exchange_->router_->waiting(chain_).empty()) arrived.insert(chain_);
    exchange_->call_due(arrived);
}

std::set<uint32_t> MessagePort::other_parachains() const {
    std::set<uint32_t> out;
    const std::lock_guard lock(exchange_->mutex_);
    if (!exchange_->is_open(chain_)) return out;
    for (size_t i = 0; i < exchange_->chains_.size(); ++i) {
        if (i != chain_ && exchange_->chains_[i].para) out.insert(*exchange_->chains_[i].para);
    }
    return out;
}

Result<state::ChangeSet, std::string> MessagePort::view_of_parachains(const BlockId& parent, const ReadValue& read) {
    state::ChangeSet out;
    const std::lock_guard lock(exchange_->mutex_);
    if (!exchange_->is_open(chain_) || exchange_->chains_[chain_].head != parent.hash) return out;
    for (size_t i = 0; i < exchange_->chains_.size(); ++i) {
        if (i == chain_ || !exchange_->is_open(i)) continue;
        const uint32_t para = *exchange_->chains_[i].para;
        chain::Client& client = *exchange_->chains_[i].client;
        TRY_ASSIGN(const auto value, read(downward_queue_key(para)));
        const auto queue = value ? decode_downward_queue(*value) : std::nullopt;
        if (queue && !queue->empty()) {
            std::vector<DownwardMessage> kept;
            auto next = queue->begin();
            for (const auto& message : exchange_->router_->waiting(i)) {
                if (message.sender != chain_) continue;
                next = std::ranges::find(next, queue->end(), DownwardMessage{message.sent_at, *message.data});
                if (next == queue->end()) break;
                kept.push_back(*next++);
            }
            const Bytes key = downward_queue_key(para);
            if (kept.empty()) {
                out[key] = std::nullopt;
            } else if (kept.size() < queue->size()) {
                out[key] = scale::encode(kept);
            }
        }
        TRY_ASSIGN(const auto head, read(para_head_key(para)));
        const auto header = client.find_header(client.best().hash);
        if (!head || !header || *header == nullptr) continue;
        Bytes encoded = scale::encode(scale::encode(**header));
        if (*head != encoded) out[para_head_key(para)] = std::move(encoded);
    }
    return out;
}

}  // namespace serinus::fork
