#include "tests/world/exchange.hpp"

#include <algorithm>

#include "consensus/grandpa/stored.hpp"
#include "hashing/hashing.hpp"

namespace serinus::world {
namespace {

using chain::BlockOrigin;

constexpr uint64_t kTickMs = 500;
constexpr uint64_t kTicksPerStatus = 4;
constexpr uint64_t kAskAgainMs = 2'000;
constexpr size_t kMaxAsked = 8;
constexpr uint32_t kMaxBlocksAtOnce = 32;
constexpr size_t kMaxBad = 4096;
constexpr size_t kMaxTransactionsAtOnce = 64;

}  // namespace

Hash256 body_digest(const primitives::Body& body) { return hashing::blake2b_256(scale::encode(body)); }

Exchange::Exchange(Parts parts) : parts_(std::move(parts)) {
    lane_ = parts_.scheduler.make_lane(
        {.name = "exchange", .max_waiting = kMaxWaiting, .runs_on = platform::WorkClass::kRuntime});
    queue_ = std::make_unique<chain::ImportQueue>(
        parts_.client, parts_.scheduler,
        [this](const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome) {
            (void)lane_->post_always([this, block, outcome] { import_done(block, outcome); });
        },
        kQueueOptions);
}

Exchange::~Exchange() {
    parts_.client.remove_listener(this);
    parts_.pool.remove_on_ready(on_ready_id_);
    queue_.reset();
    lane_.reset();
}

void Exchange::start() {
    parts_.client.add_listener(this);
    on_ready_id_ = parts_.pool.on_ready([this](const Hash256& hash) {
        (void)lane_->post([this, hash] {
            if (new_transactions_.size() < kMaxWaiting) new_transactions_.insert(hash);
        });
    });
    (void)lane_->post([this] {
        for (size_t peer = 0; parts_.grandpa != nullptr && peer < parts_.ends; ++peer) {
            if (peer != parts_.own) parts_.grandpa->peer_joined(peer);
        }
        tick();
    });
}

void Exchange::broadcast(const Message& message) {
    for (size_t to = 0; to < parts_.ends; ++to) {
        if (to != parts_.own) send(to, message);
    }
}

void Exchange::send(size_t to, const Message& message) { parts_.send(to, scale::encode(message)); }

void Exchange::gossip(std::optional<size_t> to, std::optional<size_t> from, const Bytes& message) {
    if (parts_.mischief != nullptr && !from) {
        (void)lane_->post([this, message] { parts_.mischief->on_gossip(*this, message); });
    }
    const Message wrapped = Gossip{parts_.life, message};
    if (to) return send(*to, wrapped);
    for (size_t peer = 0; peer < parts_.ends; ++peer) {
        if (peer != parts_.own && peer != from) send(peer, wrapped);
    }
}

void Exchange::request_block(const Hash256& block, const std::vector<consensus::grandpa::GossipPeer>& peers) {
    (void)lane_->post([this, block, peers] {
        for (const auto peer : peers) want(block, peer);
        want_of_all(block);
    });
}

void Exchange::want_of_all(const Hash256& block) {
    for (size_t peer = 0; peer < parts_.ends; ++peer) {
        if (peer != parts_.own) want(block, peer);
    }
}

void Exchange::receive(size_t from, Bytes message) {
    (void)lane_->post([this, from, message = std::move(message)] {
        ++figures_.received;
        auto decoded = scale::decode<Message>(message);
        if (!decoded) {
            ++figures_.undecoded;
            return;
        }
        std::visit([&](auto& one) { handle(from, one); }, *decoded);
    });
}

void Exchange::reconnected(size_t peer) {
    (void)lane_->post([this, peer] {
        if (parts_.grandpa == nullptr) return;
        parts_.grandpa->on_disconnected(peer);
        parts_.grandpa->peer_joined(peer);
    });
}

void Exchange::tick() {
    (void)lane_->post_after(kTickMs, [this] { tick(); });
    // A block waits in the queue for its parent as long as there is room.
    for (const auto& [hash, copies] : pushed_) {
        const Hash256& parent = copies.front().parent;
        if (!is_known(parent)) want_of_all(parent);
    }
    const uint64_t now = parts_.scheduler.now_ms();
    for (auto at = wanted_.begin(); at != wanted_.end();) {
        auto& [hash, wanted] = *at;
        if (is_known(hash) || wanted.asked > kMaxAsked) {
            at = wanted_.erase(at);
            continue;
        }
        if (!wanted.asked_ms || now >= *wanted.asked_ms + kAskAgainMs) ask(hash, wanted);
        ++at;
    }
    if (!new_transactions_.empty()) {
        Transactions message;
        for (const Hash256& hash : new_transactions_) {
            if (message.extrinsics.size() >= kMaxTransactionsAtOnce) break;
            if (auto found = parts_.pool.find(hash)) message.extrinsics.push_back(*std::move(found));
        }
        new_transactions_.clear();
        if (!message.extrinsics.empty()) broadcast(message);
    }
    if (ticks_++ % kTicksPerStatus == 0) {
        const auto best = parts_.client.best();
        const auto finalized = parts_.client.finalized();
        broadcast(Status{best.hash, best.number, finalized.hash, finalized.number});
    }
    if (parts_.mischief != nullptr) parts_.mischief->on_tick(*this);
}

// Blocks.

void Exchange::on_imported(const chain::ImportedBlock& block) {
    (void)lane_->post([this, hash = block.id.hash, origin = block.origin] { announce(hash, origin); });
}

void Exchange::announce(const Hash256& block, BlockOrigin origin) {
    const auto found = find_block(block);
    if (!found) return;
    broadcast(Announce{found->header});
    if (origin == BlockOrigin::kOwn && parts_.mischief != nullptr) parts_.mischief->on_own_block(*this, *found);
}

bool Exchange::is_known(const Hash256& block) const {
    const auto header = parts_.client.find_header(block);
    return queue_->contains(block) || (header && *header != nullptr);
}

void Exchange::want(const Hash256& block, size_t from) {
    if (is_known(block) || bad_.contains({block, from})) return;
    if (!wanted_.contains(block) && wanted_.size() >= kMaxWanted) return;
    Wanted& wanted = wanted_[block];
    wanted.sources.insert(from);
    if (!wanted.asked_ms) ask(block, wanted);
}

/// Another one each time.
void Exchange::ask(const Hash256& block, Wanted& wanted) {
    auto source = wanted.sources.begin();
    std::advance(source, static_cast<std::ptrdiff_t>(wanted.asked % wanted.sources.size()));
    ++wanted.asked;
    wanted.asked_ms = parts_.scheduler.now_ms();
    ++figures_.requests;
    send(*source, BlockRequest{block, kMaxBlocksAtOnce});
}

void Exchange::handle(size_t from, Announce& message) { want(primitives::header_hash(message.header), from); }

std::optional<SentBlock> Exchange::find_block(const Hash256& block) {
    const auto header = parts_.client.find_header(block);
    const auto body = parts_.client.find_body(block);
    const auto justifications = parts_.client.find_justifications(block);
    if (!header || *header == nullptr || !body || !*body) return std::nullopt;
    SentBlock out{.header = **header, .body = **body, .justifications = {}};
    if (justifications && *justifications) out.justifications = **justifications;
    return out;
}

void Exchange::handle(size_t from, BlockRequest& message) {
    BlockResponse response;
    Hash256 at = message.block;
    const uint32_t count = std::min(message.max_blocks, kMaxBlocksAtOnce);
    while (response.blocks.size() < count) {
        auto block = find_block(at);
        if (!block && parts_.mischief != nullptr) block = parts_.mischief->find(at);
        if (!block || block->header.number == 0u) break;
        at = block->header.parent_hash;
        if (parts_.mischief != nullptr && !parts_.mischief->change(*block)) return;
        response.blocks.push_back(*std::move(block));
        // In most cases the requesting node has the final blocks.
        const auto finalized = parts_.client.finalized();
        if (response.blocks.size() > 1 && response.blocks.back().header.number.value <= finalized.number) break;
    }
    if (!response.blocks.empty()) send(from, response);
}

void Exchange::handle(size_t from, BlockResponse& message) {
    if (message.blocks.size() > kMaxBlocksAtOnce) return;
    std::ranges::reverse(message.blocks);
    bool is_first = true;
    for (SentBlock& block : message.blocks) {
        const Hash256 hash = primitives::header_hash(block.header);
        const Hash256 parent = block.header.parent_hash;
        if (std::exchange(is_first, false) && block.header.number > 1u) want(parent, from);
        wanted_.erase(hash);
        if (is_known(hash) || bad_.contains({hash, from})) continue;
        const Hash256 digest = body_digest(block.body);
        primitives::SignedBlock whole{{std::move(block.header), std::move(block.body)}, std::nullopt};
        if (!block.justifications.empty()) whole.justifications = std::move(block.justifications);
        if (queue_->push(std::move(whole), BlockOrigin::kNetworkBroadcast) == chain::ImportQueue::Pushed::kTaken) {
            pushed_[hash].push_back({from, parent, digest});
        }
    }
}

void Exchange::import_done(const chain::BlockId& block,
                           const Result<chain::ImportOutcome, chain::ChainError>& outcome) {
    Pushed pushed{.from = parts_.own, .parent = {}, .body_digest = {}};
    if (const auto found = pushed_.find(block.hash); found != pushed_.end()) {
        pushed = found->second.front();
        found->second.pop_front();
        if (found->second.empty()) pushed_.erase(found);
    }
    using Kind = chain::ImportOutcome::Kind;
    if (!outcome) {
        ++figures_.failed;
    } else if (outcome->kind == Kind::kRefused) {
        ++figures_.refused;
        if (bad_.size() >= kMaxBad) bad_.clear();
        if (outcome->refusal && chain::proves_misbehaviour(outcome->refusal->reason))
            bad_.insert({block.hash, pushed.from});
    } else {
        ++figures_.imported;
    }
    parts_.on_import_result(block, pushed.body_digest.bytes, outcome);
}

// Finality.

void Exchange::handle(size_t from, Status& message) {
    want(message.best, from);
    const auto finalized = parts_.client.finalized();
    // The voters' own messages bring most of it.
    if (message.finalized_number > finalized.number + 2) send(from, JustificationRequest{message.finalized});
}

/// The proof for the block that was asked for, or for the last final one, which is above it.
void Exchange::handle(size_t from, JustificationRequest& message) {
    const auto kept = parts_.client.find_justifications(message.block);
    if (kept && *kept && !(*kept)->empty()) {
        return send(from, JustificationResponse{message.block, (*kept)->front().data});
    }
    const auto best = consensus::grandpa::find_best_justification(parts_.client);
    if (!best || !*best) return;
    const auto decoded = scale::decode<consensus::grandpa::Justification>(**best);
    if (decoded) send(from, JustificationResponse{decoded->commit.target.hash, **best});
}

void Exchange::handle(size_t, JustificationResponse& message) {
    (void)parts_.client.import_justification(message.block,
                                             {primitives::kGrandpaEngine, std::move(message.justification)});
}

void Exchange::handle(size_t from, Gossip& message) {
    if (parts_.grandpa == nullptr) return;
    uint32_t& life = lives_[from];
    if (life < message.life) {
        parts_.grandpa->on_disconnected(from);
        parts_.grandpa->peer_joined(from);
        life = message.life;
    }
    // A message on its way when its sender died is of a connection that is gone.
    if (life == message.life) (void)parts_.grandpa->receive(from, std::move(message.message));
}

// Transactions.

void Exchange::handle(size_t, Transactions& message) {
    for (Bytes& extrinsic : message.extrinsics) {
        (void)parts_.pool.submit(std::move(extrinsic), pool::TransactionSource::kExternal);
    }
}

}  // namespace serinus::world
