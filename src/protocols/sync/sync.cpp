#include "protocols/sync/sync.hpp"

#include <algorithm>

#include "protocols/sync/costs.hpp"

namespace serinus::network::sync {
namespace {

constexpr BlockFields kWholeBlock{.header = true, .body = true, .justification = true};
constexpr BlockFields kHeaderOnly{.header = true};
/// Heads of branches that nobody announced and that are followed at a time.
constexpr size_t kMaxRequestedBranches = 16;
/// What a block is taken for before one came.
constexpr uint64_t kGuessedBlockBytes = uint64_t{32} << 10;

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
    pass_branches_on(id);
    plan(now);
}

/// What others announced too goes on in the share of one of them.
void Sync::pass_branches_on(const PeerId& id) {
    for (auto at = branches_.begin(); at != branches_.end();) {
        Branch& branch = at->second;
        if (branch.opened_by == id) {
            branch.opened_by.reset();
            const auto other = std::ranges::find_if(
                branch.known_by, [&](const PeerId& one) { return branches_of(one) < options_.max_branches_per_peer; });
            if (other == branch.known_by.end()) {
                cancel(branch.requests);
                at = branches_.erase(at);
                continue;
            }
            branch.opened_by = *other;
        }
        ++at;
    }
}

void Sync::on_announced(const PeerId& id, const BlockId& block, const Hash256& parent, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end() || warp_ != nullptr) return;
    if (!is_here(block.hash)) {
        const auto branch = branches_.find(block.hash);
        const bool has_room = branches_of(id) < options_.max_branches_per_peer;
        if (branch != branches_.end()) {
            branch->second.known_by.insert(id);
            if (branch->second.is_requested() && has_room) branch->second.opened_by = id;
        } else if (is_near(block) && has_room) {
            branches_.emplace(block.hash, Branch{.head = block, .parent = parent, .opened_by = id, .known_by = {id}});
        }
    }
    plan(now);
}

size_t Sync::branches_of(const PeerId& id) const {
    return static_cast<size_t>(
        std::ranges::count_if(branches_, [&](const auto& one) { return one.second.opened_by == id; }));
}

void Sync::request_block(const BlockId& block, const std::vector<PeerId>& peers, Millis now) {
    if (is_here(block.hash) || !is_near(block)) return;
    const auto found = branches_.find(block.hash);
    if (found == branches_.end()) {
        const auto requested =
            std::ranges::count_if(branches_, [](const auto& one) { return one.second.is_requested(); });
        if (static_cast<size_t>(requested) >= kMaxRequestedBranches) return;
    }
    std::set<PeerId> to_ask;
    for (const auto& [id, peer] : peers_) {
        if (peer.best.number >= block.number || std::ranges::find(peers, id) != peers.end()) to_ask.insert(id);
    }
    if (to_ask.empty()) return;
    if (found != branches_.end()) {
        if (found->second.is_requested()) found->second.known_by.merge(to_ask);
    } else {
        branches_.emplace(block.hash,
                          Branch{.head = block, .parent = {}, .opened_by = {}, .known_by = std::move(to_ask)});
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
    return asked.purpose != Purpose::kBranch || branch == branches_.end() || !branch->second.is_requested() ||
           !branch->second.hashes.empty();
}

void Sync::on_imported(const BlockId& block, const Hash256&, ImportResult result, Millis now) {
    const auto found = importing_.find(block.hash);
    if (found != importing_.end()) {
        const Importing one = found->second;
        importing_.erase(found);
        if (result == ImportResult::kImported) host_.report(one.from, kServed, now);
        if (result == ImportResult::kRefused) host_.report(one.from, costs::kBadBlock, now);
        // Another peer may have what has a place in the chain now. Observed: the reference (polkadot-stable2407) drops
        // the sender of a block of the future; here it rests, as all others would be dropped where this clock is late.
        if (result == ImportResult::kNotNow) {
            host_.report(one.from, costs::kBlockOfTheFuture, now);
            pause(one.from, now);
        }
        // The machine must recover before the same is asked for again.
        if (result == ImportResult::kFailed) paused_until_ = now + options_.retry_ms;
        // Blocks above one that is not taken come back likewise: whatever is on its way is asked for again, once.
        const bool is_taken = result == ImportResult::kImported || result == ImportResult::kKnown;
        if (!is_taken && one.download == download_) restart();
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
            host_.report(asked->peer, kRequestFailed, now);
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
    const BlockNumber best = chain_.best().number;
    if (pieces_.empty() && importing_.empty()) {
        tip_.reset();
        // Blocks given to the import did not come into the chain.
        for (auto& [id, peer] : peers_) {
            if (peer.common && *peer.common > best) peer.common.reset();
        }
    }
    hand_over(now);
    plan_branches(now);
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
        const Branch& branch = one.second;
        const bool is_useless = chain_.contains(one.first) || branch.head.number <= chain_.finalized().number;
        // The import did not take the block below what is still to be fetched.
        const bool is_cut_off = branch.is_joined && !is_here(branch.next);
        return (is_useless || is_cut_off) && branch.requests.empty();
    });
    const size_t most = max_parallel();
    for (auto& [hash, branch] : branches_) {
        if (importing_.contains(hash)) continue;
        if (branch.is_joined && chain_.import_room() < branch.blocks_per_request) continue;
        const auto due = next_ask(branch.requests, branch.is_requested() ? 1 : most);
        if (!due || *due > now) continue;
        for (const PeerId& id : branch.known_by) {
            const auto peer = peers_.find(id);
            if (peer == peers_.end() || !is_ready(peer->second, now) || branch.requests.has(id)) continue;
            Asked asked{.peer = id, .purpose = Purpose::kBranch, .request = next_request(branch), .branch = hash};
            if (ask(id, peer->second, std::move(asked), now)) break;
        }
    }
}

/// Headers alone until the branch joins our chain, then blocks from the lowest upwards.
BlockRequest Sync::next_request(const Branch& branch) const {
    using enum Direction;
    if (branch.is_joined) {
        const auto count = std::min<size_t>(branch.blocks_per_request, branch.hashes.size());
        return {kWholeBlock, branch.hashes[branch.hashes.size() - count], kDescending, static_cast<uint32_t>(count)};
    }
    // Most announced blocks are the child of one that we have; of a block that nobody announced the parent is not
    // known.
    const bool is_one = branch.hashes.empty() && (branch.parent == Hash256() || is_here(branch.parent));
    if (is_one) return {kWholeBlock, branch.head.hash, kDescending, 1};
    const Hash256 from = branch.hashes.empty() ? branch.head.hash : branch.next;
    return {kHeaderOnly, from, kDescending, options_.max_blocks_per_request};
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
    // There is to be room for all that is on its way, if it is as large as what came last.
    const uint64_t each = block_bytes_ == 0 ? kGuessedBlockBytes : block_bytes_;
    uint64_t expected = held_bytes_ + blocks_on_their_way() * each;
    for (auto& [start, piece] : pieces_) {
        if (!piece.blocks.empty()) continue;
        const auto due = next_ask_of_piece(piece.requests);
        if (!due || *due > now) continue;
        const bool has_room = start == pieces_.begin()->first || !piece.requests.empty() ||
                              expected + piece.count * each <= options_.max_held_bytes;
        if (!has_room) break;
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
        const bool is_first = piece.requests.empty();
        if (ask(id, peers_.at(id), asked, now) && is_first) expected += piece.count * each;
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

uint64_t Sync::blocks_on_their_way() const noexcept {
    uint64_t out = 0;
    for (const auto& [start, piece] : pieces_) out += piece.requests.empty() ? 0 : piece.count;
    return out;
}

void Sync::on_response(Asked asked, BytesView response, Millis now) {
    auto blocks = check_block_response(asked.request, response);
    if (!blocks) {
        // A block requested by number may lie on a branch that the peer left meanwhile; all else is a lie.
        host_.report(asked.peer, costs::kBadBlockAnswer, now);
        return on_failure(asked, now);
    }
    if (blocks->empty()) {
        if (is_claimed(asked)) {
            host_.report(asked.peer, costs::kNoBlock, now);
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
            return on_branch(asked, *std::move(blocks));
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
        // The peer that was asked last had less time.
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
    uint64_t bytes = 0;
    for (const ReceivedBlock& block : blocks) bytes += size_in_memory(block);
    const uint64_t each = std::max<uint64_t>(1, bytes / blocks.size());
    block_bytes_ = block_bytes_ == 0 ? each : (3 * block_bytes_ + each) / 4;
    // Larger than those before: it is asked for again when there is room.
    if (found != pieces_.begin() && held_bytes_ + bytes > options_.max_held_bytes) return;
    piece.from = asked.peer;
    piece.bytes = bytes;
    held_bytes_ += bytes;
    const auto got = static_cast<uint32_t>(blocks.size());
    piece.blocks = std::move(blocks);
    if (got >= piece.count) return;
    // The answer was cut at its size: the rest is a piece of its own.
    const uint32_t missing = piece.count - got;
    piece.count = got;
    pieces_.emplace(asked.start + got, Piece{.count = missing});
}

void Sync::on_branch(const Asked& asked, std::vector<ReceivedBlock> blocks) {
    const auto found = branches_.find(asked.branch);
    if (found == branches_.end()) return;
    Branch& branch = found->second;
    branch.requests.from.erase(asked.id);
    cancel(branch.requests);
    if (branch.is_joined) {
        ascend(branch, std::move(blocks), asked.peer);
    } else if (descend(branch, blocks, asked)) {
        import_branch(std::move(blocks), asked.peer);
        branch.hashes.clear();
    } else if (branch.hashes.empty()) {
        branches_.erase(found);
        return;
    }
    if (branch.is_joined && branch.hashes.empty()) branches_.erase(found);
}

/// Notes what the blocks say of the way down; true: they are all that was missing, with their bodies. Without hashes
/// afterwards the branch never joins our chain.
bool Sync::descend(Branch& branch, std::vector<ReceivedBlock>& blocks, const Asked& asked) {
    const bool is_whole = asked.request.fields.body && branch.hashes.empty();
    for (size_t i = 0; i < blocks.size(); ++i) {
        branch.hashes.push_back(blocks[i].hash);
        branch.next = blocks[i].header.parent_hash;
        if (is_here(branch.next)) {
            branch.is_joined = true;
            branch.blocks_per_request = options_.max_blocks_per_request;
            blocks.resize(i + 1);
            return is_whole;
        }
        // A branch below what is final never joins our chain.
        if (blocks[i].header.number > chain_.finalized().number + 1 &&
            branch.hashes.size() < options_.max_branch_blocks) {
            continue;
        }
        branch.hashes.clear();
        return false;
    }
    return false;
}

/// Blocks of a joined branch: the lowest that are still to be fetched, if the answer is as long as was asked for.
void Sync::ascend(Branch& branch, std::vector<ReceivedBlock> blocks, const PeerId& from) {
    const size_t wanted = std::min<size_t>(branch.blocks_per_request, branch.hashes.size());
    if (blocks.size() < wanted) {
        // Cut at its size: the upper part is of no use yet, and the lower one fits into an answer.
        branch.blocks_per_request = static_cast<uint32_t>(blocks.size());
        return;
    }
    blocks.resize(wanted);
    branch.next = blocks.front().hash;
    branch.hashes.resize(branch.hashes.size() - wanted);
    import_branch(std::move(blocks), from);
}

void Sync::import_branch(std::vector<ReceivedBlock> descending, const PeerId& from) {
    std::ranges::reverse(descending);
    for (const ReceivedBlock& one : descending) importing_.emplace(one.hash, Importing{.from = from});
    chain_.import(std::move(descending), from, is_syncing());
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
        for (const ReceivedBlock& block : piece.blocks) {
            importing_.emplace(block.hash, Importing{.from = piece.from, .download = download_});
        }
        std::vector<ReceivedBlock> blocks = std::move(piece.blocks);
        const PeerId from = piece.from;
        held_bytes_ -= piece.bytes;
        pieces_.erase(first);
        chain_.import(std::move(blocks), from, is_syncing());
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
    held_bytes_ = 0;
    ++download_;
    tip_.reset();
    const BlockNumber best = chain_.best().number;
    for (auto& [id, peer] : peers_) {
        if (peer.common && *peer.common > best) peer.common = std::nullopt;
    }
}

}  // namespace serinus::network::sync
