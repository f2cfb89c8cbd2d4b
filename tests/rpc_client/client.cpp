#include "tests/rpc_client/client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <cctype>

#include "base/assert.hpp"

namespace serinus::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

asio::ip::tcp::endpoint endpoint(uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }
beast::string_view view(std::string_view text) { return {text.data(), text.size()}; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

}  // namespace

RawClient::RawClient(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SERINUS_ASSERT(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

RawClient::~RawClient() { ::close(socket_); }

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<size_t>(sent));
    }
}

std::string RawClient::receive_all() { return receive_until({}); }

std::string RawClient::receive_until(std::string_view end) {
    std::string all;
    char piece[4096];
    while (end.empty() || !all.ends_with(end)) {
        const ssize_t size = ::recv(socket_, piece, sizeof piece, 0);
        if (size <= 0) break;
        all.append(piece, static_cast<size_t>(size));
    }
    return all;
}

std::string HttpResponse::field(std::string_view name) const {
    for (const auto& [key, value] : fields) {
        if (key == name) return value;
    }
    return {};
}

struct HttpClient::Impl {
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    beast::flat_buffer buffer;
    std::string host;
};

HttpClient::HttpClient(uint16_t port) : impl_(std::make_unique<Impl>()) {
    impl_->socket.connect(endpoint(port));
    impl_->socket.set_option(asio::ip::tcp::no_delay(true));
    impl_->host = "127.0.0.1:" + std::to_string(port);
}

HttpClient::~HttpClient() = default;

HttpResponse HttpClient::request(std::string_view method, std::string_view path, std::string_view body,
                                 const Fields& fields) {
    http::request<http::string_body> request;
    request.method_string(view(method));
    request.target(view(path));
    request.version(11);
    request.set(http::field::host, impl_->host);
    for (const auto& [name, value] : fields) request.set(name, value);
    request.body() = body;
    request.prepare_payload();
    beast::error_code error;
    http::write(impl_->socket, request, error);
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    http::read(impl_->socket, impl_->buffer, parser, error);
    HttpResponse response;
    if (error) return response;
    response.status = parser.get().result_int();
    for (const auto& field : parser.get()) {
        const auto name = field.name_string(), value = field.value();
        response.fields.emplace_back(lower({name.data(), name.size()}), std::string(value));
    }
    response.body = std::move(parser.get().body());
    return response;
}

HttpResponse HttpClient::call(std::string_view body) {
    return request("POST", "/", body, {{"Content-Type", "application/json"}});
}

bool HttpClient::is_open() {
    char byte;
    beast::error_code error;
    impl_->socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    return !error;
}

struct WebSocketClient::Impl {
    asio::io_context io;
    beast::websocket::stream<asio::ip::tcp::socket, false> stream{io};
    beast::flat_buffer buffer;
};

WebSocketClient::WebSocketClient(uint16_t port, const Fields& fields, int* refused) : impl_(std::make_unique<Impl>()) {
    auto& stream = impl_->stream;
    stream.next_layer().connect(endpoint(port));
    stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
    stream.read_message_max(0);
    stream.set_option(beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
        for (const auto& [name, value] : fields) request.set(name, value);
    }));
    beast::websocket::response_type response;
    beast::error_code error;
    stream.handshake(response, "127.0.0.1:" + std::to_string(port), "/", error);
    if (error && refused) {
        *refused = static_cast<int>(response.result_int());
        return;
    }
    SERINUS_ASSERT(!error);
}

WebSocketClient::~WebSocketClient() = default;

void WebSocketClient::send(std::string_view text) {
    beast::error_code error;
    impl_->stream.text(true);
    impl_->stream.write(asio::buffer(text.data(), text.size()), error);
}

void WebSocketClient::send_binary(std::string_view bytes) {
    beast::error_code error;
    impl_->stream.binary(true);
    impl_->stream.write(asio::buffer(bytes.data(), bytes.size()), error);
}

std::optional<std::string> WebSocketClient::receive() {
    beast::error_code error;
    impl_->buffer.clear();
    impl_->stream.read(impl_->buffer, error);
    if (error) return std::nullopt;
    return beast::buffers_to_string(impl_->buffer.data());
}

std::string WebSocketClient::call(std::string_view text) {
    send(text);
    return receive().value_or("closed");
}

int WebSocketClient::close_code() const { return impl_->stream.reason().code; }

void WebSocketClient::close() {
    beast::error_code error;
    impl_->stream.close(beast::websocket::close_code::normal, error);
}

int WebSocketClient::descriptor() const { return impl_->stream.next_layer().native_handle(); }

}  // namespace serinus::test
