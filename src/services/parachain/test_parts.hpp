/// What a part is given in tests: a relay chain, a lane in virtual time, a network that notes what it is asked for.
#pragma once

#include "network/link/test_network.hpp"
#include "services/parachain/availability/chunking.hpp"
#include "services/parachain/availability/store.hpp"
#include "services/parachain/leaves/test_relay_chain.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services::paras::test {

using network::link::test_peer;

/// Validator i is the peer 10 + i, as long as it is not hidden.
class KnownPeers final : public AuthorityPeers {
  public:
    explicit KnownPeers(const RelayChain& chain) {
        for (uint32_t i = 0; i < RelayChain::kValidators; ++i) {
            peers.emplace(AuthorityId{chain.public_key(i)}, peer_of(i));
        }
    }
    static PeerId peer_of(uint32_t validator) { return test_peer(static_cast<uint8_t>(10 + validator)); }
    std::optional<PeerId> find_peer(const AuthorityId& authority) const override {
        const auto found = peers.find(authority);
        return found == peers.end() ? std::nullopt : std::optional(found->second);
    }
    std::map<AuthorityId, PeerId> peers;
};

class NotedNetwork final : public Outlets {
  public:
    struct Request {
        PeerId peer;
        RequestKind kind;
        Bytes content;
        std::optional<RequestKind> fallback;
        OnAnswer on_answer;
    };
    void send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) override {
        sent.emplace_back(peers, message);
    }
    void report(const PeerId& peer, Conduct conduct, std::string_view) override { reports.emplace_back(peer, conduct); }
    void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                 OnAnswer on_answer) override {
        requests.push_back({peer, kind, std::move(content), fallback, std::move(on_answer)});
    }
    /// Takes the first request that is not answered.
    Request take() {
        Request out = std::move(requests.front());
        requests.erase(requests.begin());
        return out;
    }

    std::vector<std::pair<std::vector<PeerId>, parachain::ValidationMessage>> sent;
    std::vector<std::pair<PeerId, Conduct>> reports;
    std::vector<Request> requests;
};

/// Refuses to write.
class FullDisk final : public storage::Store {
  public:
    explicit FullDisk(storage::Store& store) : store_(store) {}
    std::unique_ptr<storage::WriteBatch> batch() override { return store_.batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch>, storage::Durability) override {
        return Err(storage::StoreError{.kind = storage::StoreError::Kind::kFull, .reason = "no space"});
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override { return store_.snapshot(); }

  private:
    storage::Store& store_;
};

/// Gives nothing of what it has.
class UnreadableDisk final : public storage::Store {
  public:
    std::unique_ptr<storage::WriteBatch> batch() override { return memory_->batch(); }
    Result<void, storage::StoreError> commit(std::unique_ptr<storage::WriteBatch> batch,
                                             storage::Durability durability) override {
        return memory_->commit(std::move(batch), durability);
    }
    Result<std::unique_ptr<storage::Snapshot>, storage::StoreError> snapshot() override {
        return Err(storage::StoreError{.kind = storage::StoreError::Kind::kIo, .reason = "the disk fails"});
    }

  private:
    std::unique_ptr<storage::Store> memory_ = storage::make_memory_store();
};

struct PartTest : Reader {
    explicit PartTest(uint32_t version = 13) : Reader(version) {}

    void advance(uint64_t ms) { time.run_until_ms(time.now_ms() + ms); }
    /// A candidate on core 0 whose data is `bytes`, backed by group 1 (validators 2 and 3), as a receipt.
    parachain::CandidateReceipt put_on_core(const Bytes& bytes) {
        data = {.pov = {bytes}, .validation_data = {}};
        const Session session = plain_session();
        Hash256 root;
        const auto encoded = session.code->encode(scale::encode(data));
        root = erasure::Branches(*encoded).root();
        chunks = make_chunks(session, {0}, data, root).value();
        parachain::CandidateReceipt receipt;
        receipt.descriptor.para_id = RelayChain::kPara;
        receipt.descriptor.erasure_root = root;
        receipt.descriptor.pov_hash = data.pov.hash();
        polkadot_primitives::v5::OccupiedCore occupied;
        occupied.time_out_at = 100;
        occupied.availability = parachain::Bits(RelayChain::kValidators);
        occupied.group_responsible = {1};
        occupied.candidate_hash = receipt.hash();
        occupied.candidate_descriptor = receipt.descriptor;
        chain.cores = {{polkadot_primitives::v5::CoreState::Occupied{occupied}}};
        return receipt;
    }
    std::shared_ptr<const RelayState> new_leaf() { return states.at(chain.add_block()).value(); }

    KnownPeers peers{chain};
    NotedNetwork network;
    std::unique_ptr<platform::Lane> lane = scheduler->make_lane({.name = "parts"});
    std::unique_ptr<storage::Store> disk = storage::make_memory_store();
    Timelines timelines{*scheduler};
    std::unique_ptr<AvailabilityStore> store = AvailabilityStore::open(*disk, {}).value();
    parachain::AvailableData data;
    std::vector<ErasureChunk> chunks;  ///< by validator

  private:
    Session plain_session() const {
        Session out;
        out.features = chain.features;
        out.code = erasure::Code::for_validators(RelayChain::kValidators).value();
        return out;
    }
};

}  // namespace serinus::services::paras::test
