/// What parts ask of the network, carried from their lane to the network's thread, and answers back.
#pragma once

#include "services/parachain/collation/collations.hpp"
#include "services/parachain/peer_gates.hpp"
#include "services/parachain/requests/requester.hpp"
#include "services/service.hpp"

namespace serinus::services::paras {

class NetworkOutlets final : public Outlets, public CollatorOutlets, public AnswerSink {
  public:
    /// Ours: requests whose answers are waited for. A part that asks for more gets no answer to them.
    static constexpr size_t kMaxRequests = 4096;

    explicit NetworkOutlets(platform::Lane& lane) : lane_(lane) {}
    /// Before anything is asked for; all outlive this.
    void connect(ServiceNetwork& network, const Gates& gates, Requester& requester);

    void set_view(const parachain::View& view);
    void on_room(PeerNumber number);

    // Outlets, on the lane.
    void send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) override;
    void report(const PeerId& peer, Conduct conduct, std::string_view reason) override;
    void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                 OnAnswer on_answer) override;

    // CollatorOutlets, on the lane.
    void send_to_collator(const PeerId& peer, uint8_t version, Bytes message) override;
    void put_out_collator(const PeerId& peer) override;

    // AnswerSink, on the network's thread.
    void answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) override;

  private:
    platform::Lane& lane_;
    ServiceNetwork* network_ = nullptr;
    Gates gates_ = {};                ///< on the network's thread
    Requester* requester_ = nullptr;  ///< likewise
    std::map<RequestToken, OnAnswer> waiting_;
    RequestToken next_token_ = 1;
};

}  // namespace serinus::services::paras
