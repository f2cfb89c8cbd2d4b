#include "network/sync/sync.hpp"

#include <algorithm>

namespace serinus::network::sync {
namespace {

constexpr BlockFields kWholeBlock{.header = true, .body = true, .justification = true};
constexpr BlockFields kHeaderOnly{.header = true};
/// Heads of branches that are followed at a time, all peers together.
constexpr size_t kMaxBranches = 32;
/// Of these, heads that nobody announced.
constexpr size_t kMaxRequestedBranches = 16;

}  // namespace

void Sync::on_peer_best(const PeerId& id, const BlockId& best, Millis now) {
    Peer& peer = peers_[id];
    peer.best = best;
    if (warp_ != nullptr) return warp_->on_peer(id, best.number, now);
    if (chain_.contains(best.hash)) {
        peer.common = std::max(peer.common.value_or(0), best.number);
        if (const auto ours = chain_.hash_at(best.number); ours != best.hash) {
            // Its best block is on a branch of ours: below, the chains are one from the last finalized block on.
            peer.common = std::min(*peer.common, chain_.finalized().number);
        }
    }
    plan(now);
}

void Sync::on_peer_left(const PeerId& id, Millis now) {
    if (peers_.erase(id) == 0) return;
    if (warp_ != nullptr) return warp_->on_peer_left(id, now);
    std::erase_if(asked_, [&](const auto& one) {
        if (one.second.peer != id) return false;
        host_.cancel(one.first);
        on_failure(one.second, now);
        return true;
    });
    for (auto& [hash, branch] : branches_) branch.known_by.erase(id);
    std::erase_if(branches_, [](const auto& one) { return one.second.known_by.empty(); });
    plan(now);
}

void Sync::on_announced(const PeerId& id, const BlockId& block, const Hash256&, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end() || warp_ != nullptr) return;
    if (!chain_.contains(block.hash) && !importing_.contains(block.hash)) {
        const auto branch = branches_.find(block.hash);
        if (branch != branches_.end()) {
            branch->second.known_by.insert(id);
            branch->second.is_requested = false;
        } else if (is_near(block) && branches_.size() < kMaxBranches + kMaxRequestedBranches) {
            branches_.emplace(block.hash, Branch{.head = block, .known_by = {id}});
        }
    }
    plan(now);
}

void Sync::request_block(const BlockId& block, const std::vector<PeerId>& peers, Millis now) {
    if (chain_.contains(block.hash) || importing_.contains(block.hash) || !is_near(block)) return;
    const auto found = branches_.find(block.hash);
    if (found == branches_.end()) {
        const auto requested =
            std::ranges::count_if(branches_, [](const auto& one) { return one.second.is_requested; });
        if (static_cast<size_t>(requested) >= kMaxRequestedBranches) return;
    }
    std::set<PeerId> to_ask;
    for (const auto& [id, peer] : peers_) {
        if (peer.best.number >= block.number || std::ranges::find(peers, id) != peers.end()) to_ask.insert(id);
    }
    if (to_ask.empty()) return;
    if (found != branches_.end()) {
        if (found->second.is_requested) found->second.known_by.merge(to_ask);
    } else {
        branches_.emplace(block.hash, Branch{.head = block, .known_by = std::move(to_ask), .is_requested = true});
    }
    plan(now);
}

/// What is far above comes with the download of the chain; near our best block each branch counts.
bool Sync::is_near(const BlockId& block) {
    return block.number <= uint64_t{chain_.best().number} + options_.max_branch_blocks / 4 &&
           block.number > chain_.finalized().number;
}

/// Whether the peer says that it has what it is asked for.
bool Sync::is_claimed(const Asked& asked) const {
    const auto branch = branches_.find(asked.branch);
    return asked.purpose != Purpose::kBranch || branch == branches_.end() || !branch->second.is_requested ||
           !branch->second.blocks.empty();
}

void Sync::on_imported(const BlockId& block, const Hash256&, ImportResult result, Millis now) {
    const auto found = importing_.find(block.hash);
    if (found != importing_.end()) {
        const PeerId from = found->second;
        importing_.erase(found);
        if (result == ImportResult::kRefused) host_.report(from, Report::kLie, now);
        if (result == ImportResult::kImported) host_.report(from, Report::kUseful, now);
        // Blocks above a refused one come back refused too: whatever is on its way is asked for again.
        if (result == ImportResult::kRefused || result == ImportResult::kFailed) restart();
        // The time must come, or the machine must recover, before the same is asked for again.
        if (result == ImportResult::kNotNow || result == ImportResult::kFailed) paused_until_ = now + options_.retry_ms;
    }
    plan(now);
}

void Sync::release(Millis now) {
    warp_ = nullptr;
    for (auto& [id, peer] : peers_) {
        peer.common.reset();
        peer.search_step = 0;
    }
    plan(now);
}

bool Sync::is_syncing() const {
    if (warp_ != nullptr) return true;
    if (peers_.empty()) return false;
    std::vector<BlockNumber> numbers;
    for (const auto& [id, peer] : peers_) numbers.push_back(peer.best.number);
    const auto median = numbers.begin() + static_cast<ptrdiff_t>(numbers.size() / 2);
    std::ranges::nth_element(numbers, median);
    return *median > uint64_t{chain_.best().number} + options_.major_sync_distance;
}

std::optional<BlockNumber> Sync::target() const {
    std::optional<BlockNumber> out;
    for (const auto& [id, peer] : peers_) out = std::max(out.value_or(0), peer.best.number);
    return out;
}

size_t Sync::blocks_ahead() const noexcept {
    size_t out = 0;
    for (const auto& [start, piece] : pieces_) out += piece.count;
    return out;
}

void Sync::on_request(link::RequestEvent event, Millis now) {
    const auto take = [this](link::RequestId id) -> std::optional<Asked> {
        const auto found = asked_.find(id);
        if (found == asked_.end()) return std::nullopt;
        Asked out = std::move(found->second);
        asked_.erase(found);
        const auto peer = peers_.find(out.peer);
        if (peer != peers_.end()) --peer->second.in_flight;
        return out;
    };
    if (auto* response = std::get_if<link::ResponseReceived>(&event)) {
        if (auto asked = take(response->request)) on_response(*std::move(asked), response->response, now);
    } else if (const auto* failed = std::get_if<link::RequestFailed>(&event)) {
        if (const auto asked = take(failed->request)) {
            host_.report(asked->peer, Report::kUseless, now);
            pause(asked->peer, now);
            on_failure(*asked, now);
        }
    }
    plan(now);
}

void Sync::on_timer(Millis now) {
    retry_at_.reset();
    plan(now);
}

bool Sync::is_ready(const Peer& peer, Millis now) const {
    return peer.in_flight < options_.max_requests_per_peer && peer.pause_until <= now;
}

void Sync::pause(const PeerId& id, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    found->second.pause_until = now + options_.retry_ms;
}

bool Sync::ask(const PeerId& id, Peer& peer, Asked asked, Millis now) {
    // A piece has its place among others: more blocks than its own would not fit.
    const auto allowed = ledger_.note(id, asked.request, asked.purpose != Purpose::kPiece);
    if (!allowed) {
        if (asked.purpose == Purpose::kPiece) pieces_.at(asked.start).refused_by.insert(id);
        pause(id, now);
        return false;
    }
    asked.request = *allowed;
    const auto request = host_.request(*this, id, protocol_, encode(asked.request), now);
    if (!request) return false;
    asked.id = *request;
    asked.at = now;
    if (asked.purpose != Purpose::kAncestor) {
        const bool is_piece = asked.purpose == Purpose::kPiece;
        Requests& requests = is_piece ? pieces_.at(asked.start).requests : branches_.at(asked.branch).requests;
        requests.from.emplace(*request, id);
        requests.last = now;
    }
    ++peer.in_flight;
    asked_.emplace(*request, std::move(asked));
    return true;
}

/// When a peer may be asked, or another one, as nobody of a few has answered for a while; nullopt: not any more.
std::optional<Millis> Sync::next_ask(const Requests& requests, size_t max_parallel) const {
    if (requests.empty()) return 0;
    if (requests.from.size() >= max_parallel) return std::nullopt;
    return requests.last + options_.hedge_ms;
}

std::optional<Millis> Sync::next_ask_of_piece(const Requests& requests) const {
    const size_t most = max_parallel();
    if (most > 1 || requests.empty()) return next_ask(requests, most);
    constexpr Millis kLeast = 1'000;
    if (requests.from.size() > 1 || !is_syncing()) return std::nullopt;
    return requests.last + (piece_ms_ ? std::max(kLeast, 3 * *piece_ms_) : options_.late_ms);
}

size_t Sync::max_parallel() const { return is_syncing() ? 1 : options_.max_parallel_downloads; }

/// Another peer has answered.
void Sync::cancel(Requests& requests) {
    for (const auto& [id, from] : std::exchange(requests.from, {})) {
        host_.cancel(id);
        asked_.erase(id);
        const auto peer = peers_.find(from);
        if (peer != peers_.end()) --peer->second.in_flight;
    }
}

/// Asks for what is missing. Called after everything that happens.
void Sync::plan(Millis now) {
    if (warp_ != nullptr) return;
    hand_over(now);
    plan_branches(now);
    const BlockNumber best = chain_.best().number;
    for (auto& [id, peer] : peers_) {
        if (peer.common || !is_ready(peer, now) || peer.best.number <= best) continue;
        search_ancestor(id, peer, now);
    }
    plan_pieces(now);
    if (paused_until_ > now) retry_at_ = retry_at_ ? std::min(*retry_at_, paused_until_) : paused_until_;
    for (const auto& [id, peer] : peers_) {
        if (peer.pause_until > now && (!retry_at_ || peer.pause_until < *retry_at_)) retry_at_ = peer.pause_until;
    }
    const auto wake = [&](std::optional<Millis> due) {
        if (due && *due > now) retry_at_ = std::min(retry_at_.value_or(*due), *due);
    };
    for (const auto& [start, piece] : pieces_) wake(next_ask_of_piece(piece.requests));
    for (const auto& [hash, branch] : branches_) wake(next_ask(branch.requests, max_parallel()));
}

void Sync::plan_branches(Millis now) {
    std::erase_if(branches_, [&](const auto& one) {
        const bool is_useless = chain_.contains(one.first) || one.second.head.number <= chain_.finalized().number;
        return is_useless && one.second.requests.empty();
    });
    const size_t most = max_parallel();
    for (auto& [hash, branch] : branches_) {
        if (importing_.contains(hash)) continue;
        const auto due = next_ask(branch.requests, branch.is_requested ? 1 : most);
        if (!due || *due > now) continue;
        const Hash256 from = branch.blocks.empty() ? hash : branch.blocks.back().header.parent_hash;
        for (const PeerId& id : branch.known_by) {
            const auto peer = peers_.find(id);
            if (peer == peers_.end() || !is_ready(peer->second, now) || branch.requests.has(id)) continue;
            // Most announced blocks are the child of one that we have.
            const uint32_t count = branch.blocks.empty() ? 1 : options_.max_blocks_per_request;
            Asked asked{.peer = id,
                        .purpose = Purpose::kBranch,
                        .request = {kWholeBlock, from, Direction::kDescending, count},
                        .branch = hash};
            if (ask(id, peer->second, std::move(asked), now)) break;
        }
    }
}

/// Looks for the highest block that both have: from our best block down in growing steps. Below the last finalized
/// block there is nothing to look for.
void Sync::search_ancestor(const PeerId& id, Peer& peer, Millis now) {
    const BlockId finalized = chain_.finalized();
    if (peer.search_step == 0) {
        peer.search_at = std::min(chain_.best().number, peer.best.number);
        peer.search_step = 1;
    }
    peer.search_at = std::max(peer.search_at, finalized.number);
    Asked asked{.peer = id,
                .purpose = Purpose::kAncestor,
                .request = {kHeaderOnly, peer.search_at, Direction::kAscending, 1},
                .start = peer.search_at,
                .branch = {}};
    (void)ask(id, peer, std::move(asked), now);
}

void Sync::on_ancestor(const Asked& asked, const std::vector<ReceivedBlock>& blocks) {
    const auto found = peers_.find(asked.peer);
    if (found == peers_.end() || blocks.empty()) return;
    Peer& peer = found->second;
    if (chain_.hash_at(asked.start) == blocks.front().hash) {
        peer.common = asked.start;
        peer.search_step = 0;
    } else if (asked.start <= chain_.finalized().number) {
        // Its chain does not have what is final here: it is of no use, until it says something else.
        peer.best = {};
        peer.search_step = 0;
    } else {
        peer.search_at = asked.start - std::min(asked.start, peer.search_step);
        peer.search_step *= 2;
    }
}

/// Cuts what is missing into pieces, and asks each of a peer that claims to have it.
void Sync::plan_pieces(Millis now) {
    if (paused_until_ > now) return;
    // The download begins where the best of the peers leaves our chain.
    if (pieces_.empty() && importing_.empty()) tip_.reset();
    if (!tip_) {
        const Peer* best = nullptr;
        for (const auto& [id, peer] : peers_) {
            // A branch of its own that we have already is no reason to download it.
            if (!peer.common || chain_.contains(peer.best.hash)) continue;
            if (best == nullptr || peer.best.number > best->best.number) best = &peer;
        }
        if (best == nullptr || best->best.number <= chain_.best().number) return;
        const auto hash = chain_.hash_at(*best->common);
        if (!hash) return;
        tip_ = BlockId{*hash, *best->common};
    }
    BlockNumber end = 0;
    for (const auto& [id, peer] : peers_) {
        if (peer.common) end = std::max(end, peer.best.number);
    }
    size_t room = std::min(options_.max_blocks_ahead, chain_.import_room());
    BlockNumber next = tip_->number + 1;
    if (!pieces_.empty()) next = pieces_.rbegin()->first + pieces_.rbegin()->second.count;
    room -= std::min(room, blocks_ahead());
    while (next <= end && room > 0) {
        const auto count = static_cast<uint32_t>(
            std::min<uint64_t>({options_.max_blocks_per_request, uint64_t{end} - next + 1, room}));
        // Room comes block by block: pieces of one block each would cost a round trip each.
        const bool is_cut_short = count < options_.max_blocks_per_request && next + count <= end;
        if (is_cut_short && !(pieces_.empty() && importing_.empty())) break;
        pieces_.emplace(next, Piece{.count = count});
        next += count;
        room -= count;
    }
    for (auto& [start, piece] : pieces_) {
        if (!piece.blocks.empty()) continue;
        const auto due = next_ask_of_piece(piece.requests);
        if (!due || *due > now) continue;
        PeerId const* chosen = nullptr;
        for (const auto& [id, peer] : peers_) {
            const bool has_it = peer.common && peer.best.number >= start + piece.count - 1 && is_ready(peer, now);
            if (!has_it || piece.refused_by.contains(id) || piece.requests.has(id)) continue;
            if (chosen == nullptr || peer.in_flight < peers_.at(*chosen).in_flight) chosen = &id;
        }
        if (chosen == nullptr) continue;
        const PeerId id = *chosen;
        Asked asked{.peer = id,
                    .purpose = Purpose::kPiece,
                    .request = {kWholeBlock, start, Direction::kAscending, piece.count},
                    .start = start,
                    .branch = {}};
        (void)ask(id, peers_.at(id), std::move(asked), now);
    }
    // A piece that nobody has: the claims were wrong, or all of them are on other branches.
    const bool is_stuck = std::ranges::any_of(pieces_, [&](const auto& one) {
        const Piece& piece = one.second;
        if (!piece.requests.empty() || !piece.blocks.empty() || piece.refused_by.empty()) return false;
        return std::ranges::none_of(peers_, [&](const auto& peer) {
            return peer.second.common && peer.second.best.number >= one.first + one.second.count - 1 &&
                   !one.second.refused_by.contains(peer.first);
        });
    });
    if (is_stuck) restart();
}

void Sync::on_response(Asked asked, BytesView response, Millis now) {
    auto blocks = check_block_response(asked.request, response);
    if (!blocks) {
        // What was asked for by number may lie on a branch that the peer left meanwhile; all else is a lie.
        host_.report(asked.peer, Report::kLie, now);
        return on_failure(asked, now);
    }
    if (blocks->empty()) {
        if (is_claimed(asked)) {
            host_.report(asked.peer, Report::kUseless, now);
            pause(asked.peer, now);
        }
        return on_failure(asked, now);
    }
    switch (asked.purpose) {
        case Purpose::kAncestor:
            return on_ancestor(asked, *blocks);
        case Purpose::kPiece:
            return on_piece(asked, *std::move(blocks), now);
        case Purpose::kBranch:
            return on_branch(asked, *std::move(blocks), now);
    }
}

void Sync::on_failure(const Asked& asked, Millis) {
    if (asked.purpose == Purpose::kPiece) {
        const auto found = pieces_.find(asked.start);
        if (found == pieces_.end()) return;
        found->second.requests.from.erase(asked.id);
        found->second.refused_by.insert(asked.peer);
    } else if (asked.purpose == Purpose::kBranch) {
        const auto found = branches_.find(asked.branch);
        if (found == branches_.end()) return;
        found->second.requests.from.erase(asked.id);
        found->second.known_by.erase(asked.peer);
        if (found->second.known_by.empty()) branches_.erase(found);
    }
}

/// `others`: who was asked for the same, and is slower.
void Sync::note_time(const Asked& asked, const Requests& others, Millis now) {
    const Millis took = now - asked.at;
    piece_ms_ = piece_ms_ ? (7 * *piece_ms_ + took) / 8 : took;
    const auto winner = peers_.find(asked.peer);
    if (winner != peers_.end()) winner->second.lost_races = 0;
    if (!is_syncing()) return;
    constexpr size_t kMostDoubled = 5;
    for (const auto& [request, id] : others.from) {
        const auto loser = peers_.find(id);
        // Who was asked last had less time.
        if (loser == peers_.end() || asked_.at(request).at > asked.at) continue;
        loser->second.pause_until = now + (options_.retry_ms << std::min(loser->second.lost_races++, kMostDoubled));
    }
}

void Sync::on_piece(const Asked& asked, std::vector<ReceivedBlock> blocks, Millis now) {
    const auto found = pieces_.find(asked.start);
    if (found == pieces_.end() || found->second.requests.from.erase(asked.id) == 0) return;
    Piece& piece = found->second;
    note_time(asked, piece.requests, now);
    cancel(piece.requests);
    piece.from = asked.peer;
    const auto got = static_cast<uint32_t>(blocks.size());
    piece.blocks = std::move(blocks);
    if (got >= piece.count) return;
    // The answer was cut at its size: the rest is a piece of its own.
    const uint32_t missing = piece.count - got;
    piece.count = got;
    pieces_.emplace(asked.start + got, Piece{.count = missing});
}

void Sync::on_branch(const Asked& asked, std::vector<ReceivedBlock> blocks, Millis now) {
    const auto found = branches_.find(asked.branch);
    if (found == branches_.end()) return;
    Branch& branch = found->second;
    branch.requests.from.erase(asked.id);
    cancel(branch.requests);
    for (ReceivedBlock& block : blocks) {
        const Hash256 parent = block.header.parent_hash;
        const BlockNumber number = block.header.number;
        branch.blocks.push_back(std::move(block));
        if (!chain_.contains(parent) && !importing_.contains(parent)) {
            // A branch below what is final never joins our chain.
            const bool is_lost =
                number <= chain_.finalized().number + 1 || branch.blocks.size() >= options_.max_branch_blocks;
            if (!is_lost) continue;
            branches_.erase(found);
            return;
        }
        std::vector<ReceivedBlock> ascending(std::make_move_iterator(branch.blocks.rbegin()),
                                             std::make_move_iterator(branch.blocks.rend()));
        branches_.erase(found);
        for (const ReceivedBlock& one : ascending) importing_.emplace(one.hash, asked.peer);
        chain_.import(std::move(ascending), asked.peer);
        return;
    }
    (void)now;
}

/// Gives the import the pieces that join what it has.
void Sync::hand_over(Millis now) {
    while (tip_ && !pieces_.empty() && !pieces_.begin()->second.blocks.empty()) {
        const auto first = pieces_.begin();
        Piece& piece = first->second;
        if (first->first != tip_->number + 1 || piece.blocks.front().header.parent_hash != tip_->hash) {
            // Either the sender of this piece is on another branch than the sender of the last one, or has changed its
            // mind. Nobody lied: both look for their common block with us anew.
            const auto peer = peers_.find(piece.from);
            if (peer != peers_.end()) peer->second.common.reset();
            restart();
            return;
        }
        if (chain_.import_room() < piece.blocks.size()) return;
        tip_ = BlockId{piece.blocks.back().hash, piece.blocks.back().header.number};
        const auto peer = peers_.find(piece.from);
        if (peer != peers_.end()) peer->second.common = std::max(peer->second.common.value_or(0), tip_->number);
        for (const ReceivedBlock& block : piece.blocks) importing_.emplace(block.hash, piece.from);
        std::vector<ReceivedBlock> blocks = std::move(piece.blocks);
        const PeerId from = piece.from;
        pieces_.erase(first);
        chain_.import(std::move(blocks), from);
    }
    (void)now;
}

/// Forgets the download; what is asked for is not waited for any more.
void Sync::restart() {
    for (auto at = asked_.begin(); at != asked_.end();) {
        if (at->second.purpose != Purpose::kPiece) {
            ++at;
            continue;
        }
        host_.cancel(at->first);
        const auto peer = peers_.find(at->second.peer);
        if (peer != peers_.end()) --peer->second.in_flight;
        at = asked_.erase(at);
    }
    pieces_.clear();
    tip_.reset();
    const BlockNumber best = chain_.best().number;
    for (auto& [id, peer] : peers_) {
        if (peer.common && *peer.common > best) peer.common = std::nullopt;
    }
}

}  // namespace serinus::network::sync
