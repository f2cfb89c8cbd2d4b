// A peer of libp2p made of HashiCorp's yamux and flynn's noise, which are older than libp2p's own and know nothing of
// it. Everything between the two is written here: multistream-select, the payload of the handshake, ping.
//
//	go_peer dial HOST:PORT PEER_ID   dials, pings on many streams, and ends
//	go_peer listen                   prints its address, and answers pings and identify until its input ends
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"sync"

	"github.com/flynn/noise"
	"github.com/hashicorp/yamux"
)

const (
	kMultistream = "/multistream/1.0.0"
	kNoise       = "/noise"
	kYamux       = "/yamux/1.0.0"
	kPing        = "/ipfs/ping/1.0.0"
	kIdentify    = "/ipfs/id/1.0.0"
	kPingBytes   = 32
)

func fail(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

// Identities.

func publicKeyMessage(key ed25519.PublicKey) []byte { return append([]byte{8, 1, 18, 32}, key...) }

func peerID(key ed25519.PublicKey) string {
	const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	bytes := append([]byte{0, 36}, publicKeyMessage(key)...)
	number := new(big.Int).SetBytes(bytes)
	var out []byte
	for number.Sign() > 0 {
		digit := new(big.Int)
		number.DivMod(number, big.NewInt(58), digit)
		out = append([]byte{digits[digit.Int64()]}, out...)
	}
	return "1" + string(out) // the first byte is zero
}

// multistream-select: each message is a line behind its length.

func writeLine(w io.Writer, text string) error {
	message := append(binary.AppendUvarint(nil, uint64(len(text)+1)), text...)
	_, err := w.Write(append(message, '\n'))
	return err
}

func readLine(r *bufio.Reader) (string, error) {
	size, err := binary.ReadUvarint(r)
	if err != nil {
		return "", err
	}
	if size == 0 || size > 1024 {
		return "", errors.New("a line of multistream-select without a sensible length")
	}
	line := make([]byte, size)
	if _, err := io.ReadFull(r, line); err != nil {
		return "", err
	}
	return string(line[:size-1]), nil
}

func expectLine(r *bufio.Reader, want string) error {
	got, err := readLine(r)
	if err == nil && got != want {
		err = fmt.Errorf("%q instead of %q", got, want)
	}
	return err
}

func propose(w io.Writer, r *bufio.Reader, name string) error {
	if err := writeLine(w, kMultistream); err != nil {
		return err
	}
	if err := writeLine(w, name); err != nil {
		return err
	}
	if err := expectLine(r, kMultistream); err != nil {
		return err
	}
	return expectLine(r, name)
}

func answer(w io.Writer, r *bufio.Reader, known ...string) (string, error) {
	if err := expectLine(r, kMultistream); err != nil {
		return "", err
	}
	if err := writeLine(w, kMultistream); err != nil {
		return "", err
	}
	for {
		name, err := readLine(r)
		if err != nil {
			return "", err
		}
		for _, one := range known {
			if one == name {
				return name, writeLine(w, name)
			}
		}
		if err := writeLine(w, "na"); err != nil {
			return "", err
		}
	}
}

// Noise: messages of at most 65,535 bytes behind two bytes of length.

type secured struct {
	connection    net.Conn
	reader        *bufio.Reader
	send, receive *noise.CipherState
	left          []byte
	write         sync.Mutex
}

func writeMessage(w io.Writer, message []byte) error {
	_, err := w.Write(append([]byte{byte(len(message) >> 8), byte(len(message))}, message...))
	return err
}

func readMessage(r io.Reader) ([]byte, error) {
	var size [2]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	out := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, err := io.ReadFull(r, out)
	return out, err
}

func (s *secured) Read(to []byte) (int, error) {
	for len(s.left) == 0 {
		message, err := readMessage(s.reader)
		if err != nil {
			return 0, err
		}
		if s.left, err = s.receive.Decrypt(nil, nil, message); err != nil {
			return 0, err
		}
	}
	size := copy(to, s.left)
	s.left = s.left[size:]
	return size, nil
}

func (s *secured) Write(from []byte) (int, error) {
	s.write.Lock()
	defer s.write.Unlock()
	for at := 0; at < len(from); {
		end := at + 65535 - 16
		if end > len(from) {
			end = len(from)
		}
		message, err := s.send.Encrypt(nil, nil, from[at:end])
		if err != nil {
			return at, err
		}
		if err := writeMessage(s.connection, message); err != nil {
			return at, err
		}
		at = end
	}
	return len(from), nil
}

func (s *secured) Close() error { return s.connection.Close() }

// The payload: 1 the identity key, 2 its signature of the static key.

func payloadOf(identity ed25519.PrivateKey, static []byte) []byte {
	key := publicKeyMessage(identity.Public().(ed25519.PublicKey))
	signature := ed25519.Sign(identity, append([]byte("noise-libp2p-static-key:"), static...))
	out := append([]byte{10, byte(len(key))}, key...)
	return append(append(out, 18, byte(len(signature))), signature...)
}

func peerOfPayload(payload, static []byte) (string, error) {
	var key, signature []byte
	for len(payload) > 0 {
		if len(payload) < 2 || len(payload) < 2+int(payload[1]) || payload[1] > 127 {
			return "", errors.New("a payload that is cut off")
		}
		field, content := payload[0], payload[2:2+int(payload[1])]
		payload = payload[2+len(content):]
		if field == 10 {
			key = content
		} else if field == 18 {
			signature = content
		}
	}
	if len(key) != 36 || !bytes.Equal(key[:4], []byte{8, 1, 18, 32}) {
		return "", errors.New("no key of ed25519")
	}
	if !ed25519.Verify(key[4:], append([]byte("noise-libp2p-static-key:"), static...), signature) {
		return "", errors.New("the signature of the static key is bad")
	}
	return peerID(key[4:]), nil
}

func secure(connection net.Conn, reader *bufio.Reader, identity ed25519.PrivateKey, isDialer bool) (*secured, string, error) {
	suite := noise.NewCipherSuite(noise.DH25519, noise.CipherChaChaPoly, noise.HashSHA256)
	static, err := suite.GenerateKeypair(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	state, err := noise.NewHandshakeState(noise.Config{
		CipherSuite: suite, Pattern: noise.HandshakeXX, Initiator: isDialer, StaticKeypair: static,
	})
	if err != nil {
		return nil, "", err
	}
	var peer string
	var first, second *noise.CipherState
	for step := 0; step < 3; step++ {
		if (step%2 == 0) == isDialer {
			var payload []byte
			if step > 0 {
				payload = payloadOf(identity, static.Public)
			}
			message, a, b, err := state.WriteMessage(nil, payload)
			if err != nil {
				return nil, "", err
			}
			if err := writeMessage(connection, message); err != nil {
				return nil, "", err
			}
			first, second = a, b
			continue
		}
		message, err := readMessage(reader)
		if err != nil {
			return nil, "", err
		}
		payload, a, b, err := state.ReadMessage(nil, message)
		if err != nil {
			return nil, "", err
		}
		first, second = a, b
		if step > 0 {
			if peer, err = peerOfPayload(payload, state.PeerStatic()); err != nil {
				return nil, "", err
			}
		}
	}
	out := &secured{connection: connection, reader: reader, send: first, receive: second}
	if !isDialer {
		out.send, out.receive = second, first
	}
	return out, peer, nil
}

// A stream after negotiation: bytes that the negotiation read beyond its end are not lost.
func upgrade(connection net.Conn, identity ed25519.PrivateKey, isDialer bool) (*yamux.Session, string, error) {
	reader := bufio.NewReader(connection)
	var err error
	if isDialer {
		err = propose(connection, reader, kNoise)
	} else {
		_, err = answer(connection, reader, kNoise)
	}
	if err != nil {
		return nil, "", err
	}
	channel, peer, err := secure(connection, reader, identity, isDialer)
	if err != nil {
		return nil, "", err
	}
	inner := bufio.NewReader(channel)
	if isDialer {
		err = propose(channel, inner, kYamux)
	} else {
		_, err = answer(channel, inner, kYamux)
	}
	if err != nil {
		return nil, "", err
	}
	joined := struct {
		io.Reader
		io.Writer
		io.Closer
	}{inner, channel, channel}
	config := yamux.DefaultConfig()
	config.LogOutput = os.Stderr
	if isDialer {
		session, err := yamux.Client(joined, config)
		return session, peer, err
	}
	session, err := yamux.Server(joined, config)
	return session, peer, err
}

func ping(session *yamux.Session, count int) error {
	stream, err := session.Open()
	if err != nil {
		return err
	}
	defer stream.Close()
	reader := bufio.NewReader(stream)
	if err := propose(stream, reader, kPing); err != nil {
		return err
	}
	for i := 0; i < count; i++ {
		sent, got := make([]byte, kPingBytes), make([]byte, kPingBytes)
		if _, err := rand.Read(sent); err != nil {
			return err
		}
		if _, err := stream.Write(sent); err != nil {
			return err
		}
		if _, err := io.ReadFull(reader, got); err != nil {
			return err
		}
		if !bytes.Equal(sent, got) {
			return errors.New("a ping came back changed")
		}
	}
	return nil
}

func dial(identity ed25519.PrivateKey, address, expected string) {
	connection, err := net.Dial("tcp", address)
	fail("dial", err)
	session, peer, err := upgrade(connection, identity, true)
	fail("upgrade", err)
	if peer != expected {
		fail("identity", fmt.Errorf("%s instead of %s", peer, expected))
	}
	round, err := session.Ping()
	fail("ping of yamux", err)
	if round <= 0 {
		fail("ping of yamux", errors.New("no time"))
	}
	// Two streams of ping at a time is what the specification grants a peer.
	const kAtOnce, kStreams, kPings = 2, 4, 200
	failures := make(chan error, kAtOnce)
	for i := 0; i < kAtOnce; i++ {
		go func() {
			var err error
			for j := 0; j < kStreams && err == nil; j++ {
				err = ping(session, kPings)
			}
			failures <- err
		}()
	}
	for i := 0; i < kAtOnce; i++ {
		fail("ping", <-failures)
	}
	fail("close", session.Close())
	fmt.Printf("{\"pinged\":%d}\n", kAtOnce*kStreams*kPings)
}

func serve(stream net.Conn, identity ed25519.PrivateKey) {
	defer stream.Close()
	reader := bufio.NewReader(stream)
	name, err := answer(stream, reader, kPing, kIdentify)
	if err != nil {
		return
	}
	if name == kIdentify {
		agent := "go_peer/1"
		key := publicKeyMessage(identity.Public().(ed25519.PublicKey))
		message := append([]byte{10, byte(len(key))}, key...)
		message = append(append(message, 50, byte(len(agent))), agent...)
		_, _ = stream.Write(append([]byte{byte(len(message))}, message...))
		return
	}
	_, _ = io.Copy(stream, reader)
}

func listen(identity ed25519.PrivateKey) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	fail("listen", err)
	port := listener.Addr().(*net.TCPAddr).Port
	fmt.Printf("{\"address\":\"/ip4/127.0.0.1/tcp/%d/p2p/%s\"}\n", port, peerID(identity.Public().(ed25519.PublicKey)))
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				session, peer, err := upgrade(connection, identity, false)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				fmt.Printf("{\"peer\":%q}\n", peer)
				for {
					stream, err := session.Accept()
					if err != nil {
						return
					}
					go serve(stream, identity)
				}
			}()
		}
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func main() {
	_, identity, err := ed25519.GenerateKey(rand.Reader)
	fail("key", err)
	if len(os.Args) == 4 && os.Args[1] == "dial" {
		dial(identity, os.Args[2], os.Args[3])
	} else if len(os.Args) == 2 && os.Args[1] == "listen" {
		listen(identity)
	} else {
		fail("usage", errors.New("go_peer dial HOST:PORT PEER_ID | go_peer listen"))
	}
}
