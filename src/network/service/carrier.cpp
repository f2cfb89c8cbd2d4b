#include "network/service/carrier.hpp"

#include "base/assert.hpp"

namespace serinus::network {
namespace {

constexpr uint8_t kMultistreamByte = 0x13, kHttpByte = 'G', kTlsByte = 0x16;

}  // namespace

Carrier Carrier::dialer(const wire::TransportAddress& address, const TlsContext* tls, const Random& random) {
    Carrier out;
    out.form_ = CarrierForm::kPlain;
    if (!address.has_websocket) return out;
    out.form_ = address.has_tls ? CarrierForm::kSecureWebSocket : CarrierForm::kWebSocket;
    if (address.has_tls) {
        SERINUS_ASSERT(tls != nullptr);
        out.tls_.emplace(TlsStream::dialer(*tls, address.server_name));
    }
    out.websocket_.emplace(websocket::Stream::ClientOptions{
        .host = address.host_field(), .path = address.path, .nonce = random.nonce, .mask_seed = random.mask_seed});
    return out;
}

Carrier Carrier::listener(const TlsContext* tls) {
    Carrier out;
    out.listener_tls_ = tls;
    return out;
}

Result<void, std::string> Carrier::choose(uint8_t first) {
    switch (first) {
        case kMultistreamByte:
            form_ = CarrierForm::kPlain;
            return {};
        case kHttpByte:
            form_ = CarrierForm::kWebSocket;
            websocket_.emplace();
            return {};
        case kTlsByte:
            ENSURE(listener_tls_ != nullptr, "the other side speaks TLS, which this node does not listen for");
            form_ = CarrierForm::kSecureWebSocket;
            tls_.emplace(TlsStream::listener(*listener_tls_));
            websocket_.emplace();
            return {};
        default:
            return Err(std::string("the other side speaks neither libp2p nor WebSocket nor TLS"));
    }
}

Result<void, std::string> Carrier::take(MutableBytesView input, std::vector<MutableBytesView>& data) {
    if (input.empty()) return {};
    if (!form_) TRY(choose(input[0]));
    if (tls_) {
        decrypted_.clear();
        TRY(tls_->take(input, decrypted_));
        input = decrypted_;
        if (input.empty()) return {};
    }
    if (!websocket_) {
        data.push_back(input);
        return {};
    }
    const auto taken = websocket_->take(input, data);
    if (!taken) return Err(taken.error().reason);
    return {};
}

void Carrier::write(Bytes& payload, Bytes& out) {
    SERINUS_ASSERT(is_open());
    if (!websocket_) {
        if (out.empty()) {
            out.swap(payload);
        } else {
            append(out, payload);
        }
        return;
    }
    if (!tls_) return websocket_->write(payload, out);
    Bytes framed;
    websocket_->write(payload, framed);
    tls_->write(framed);
    tls_->give(out);
}

void Carrier::give(Bytes& out) {
    if (!tls_) {
        if (websocket_) websocket_->give(out);
        return;
    }
    if (tls_->is_open() && websocket_->has_output()) {
        Bytes framed;
        websocket_->give(framed);
        tls_->write(framed);
    }
    tls_->give(out);
}

bool Carrier::has_output() const noexcept {
    if (tls_) return tls_->has_output() || (tls_->is_open() && websocket_->has_output());
    return websocket_ && websocket_->has_output();
}

bool Carrier::is_open() const noexcept {
    return form_ && (!tls_ || tls_->is_open()) && (!websocket_ || websocket_->is_open());
}

bool Carrier::is_closed() const noexcept {
    return (tls_ && tls_->is_closed()) || (websocket_ && websocket_->is_closed());
}

void Carrier::close() {
    if (websocket_) websocket_->close();
    if (!tls_) return;
    if (tls_->is_open() && websocket_->has_output()) {
        Bytes framed;
        websocket_->give(framed);
        tls_->write(framed);
    }
    tls_->close();
}

}  // namespace serinus::network
