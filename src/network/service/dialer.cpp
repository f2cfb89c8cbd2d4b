#include "network/service/dialer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "platform/log.hpp"

namespace serinus::network {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

namespace {

constexpr const char* kDialTarget = "sub-libp2p";

}  // namespace

struct Dialer::Dial {
    Dial(asio::io_context& io, Connected connected_in, Failed failed_in)
        : timer(io), connected(std::move(connected_in)), failed(std::move(failed_in)) {}
    DialPlan plan;
    asio::steady_timer timer;
    std::map<DialPlan::Id, std::shared_ptr<Tcp::socket>> sockets;
    Connected connected;
    Failed failed;
    bool is_over = false;
};

void Dialer::dial(const wire::Multiaddr& address, Connected connected, Failed failed) {
    const auto dial = std::make_shared<Dial>(io_, std::move(connected), std::move(failed));
    dials_.insert(dial);
    // Later: a failure that needs no network is told like the others.
    asio::post(io_, [this, dial, address] {
        if (dial->is_over) return;
        DialPlan::Actions actions;
        dial->plan.start(address, scheduler_.now_ms(), actions);
        perform(dial, actions);
    });
}

void Dialer::close() {
    resolver_.close();
    for (const auto& dial : dials_) drop(*dial);
    dials_.clear();
}

void Dialer::drop(Dial& dial) {
    dial.is_over = true;
    dial.timer.cancel();
    Error ignored;
    for (const auto& [id, socket] : dial.sockets) socket->close(ignored);
    dial.sockets.clear();
}

void Dialer::perform(const std::shared_ptr<Dial>& dial, const DialPlan::Actions& actions) {
    for (const auto& action : actions) {
        if (const auto* lookup = std::get_if<DialPlan::Lookup>(&action)) {
            log::trace(kDialTarget, [&] { return "Looking up " + lookup->name; });
            resolver_.lookup(lookup->kind, lookup->name, [this, dial, id = lookup->id](const auto& found) {
                if (dial->is_over) return;
                DialPlan::Actions next;
                if (found) {
                    dial->plan.on_found(id, *found, scheduler_.now_ms(), next);
                } else {
                    dial->plan.on_not_found(id, found.error(), scheduler_.now_ms(), next);
                }
                perform(dial, next);
            });
        } else if (const auto* attempt = std::get_if<DialPlan::Attempt>(&action)) {
            connect(dial, *attempt);
        } else {
            const auto failed = std::move(dial->failed);
            drop(*dial);
            dials_.erase(dial);
            return failed(std::get<DialPlan::GaveUp>(action).reason);
        }
    }
    arm_timer(dial);
}

void Dialer::connect(const std::shared_ptr<Dial>& dial, const DialPlan::Attempt& attempt) {
    log::debug(kDialTarget, [&] {
        return "Connecting to " + attempt.ip + ", port " + std::to_string(attempt.target.port) + ", for " +
               attempt.address.to_string();
    });
    const auto socket = std::make_shared<Tcp::socket>(io_);
    dial->sockets.emplace(attempt.id, socket);
    const auto on_connect = [this, dial, attempt, socket](const Error& error) {
        if (dial->is_over) return;
        dial->sockets.erase(attempt.id);
        if (error) {
            DialPlan::Actions next;
            dial->plan.on_attempt_failed(attempt.id, attempt.ip + ": " + error.message(), scheduler_.now_ms(), next);
            return perform(dial, next);
        }
        dial->plan.on_connected();
        const auto connected = std::move(dial->connected);
        drop(*dial);
        dials_.erase(dial);
        connected(std::move(*socket), attempt);
    };
    Error error;
    const auto ip = asio::ip::make_address(attempt.ip, error);
    if (error) {
        asio::post(io_, [on_connect, error] { on_connect(error); });
    } else {
        socket->async_connect({ip, attempt.target.port}, on_connect);
    }
}

void Dialer::arm_timer(const std::shared_ptr<Dial>& dial) {
    const auto next = dial->plan.next_timer();
    if (!next) return;
    const uint64_t now = scheduler_.now_ms();
    dial->timer.expires_after(std::chrono::milliseconds(*next > now ? *next - now : 0));
    dial->timer.async_wait([this, dial](const Error& error) {
        if (error || dial->is_over) return;
        DialPlan::Actions actions;
        dial->plan.on_timer(scheduler_.now_ms(), actions);
        perform(dial, actions);
    });
}

}  // namespace serinus::network
