// What the modules of the player hand to each other, for the type checker alone: no page loads this file.
// Times of a film are seconds, those of a clock milliseconds.

/** A segment or an init section: a file or a range of one. */
interface Piece {
	url: string;
	from: number;
	/** Exclusive; 0: up to the end of the file. */
	to: number;
	start: number;
	duration: number;
	/** 64 hex digits; empty or none: not known (yet). */
	sha256?: string;
}

/** A quality, or a sound that lies beside the pictures. */
interface Rendition {
	/** The stem of its playlist. */
	id: string;
	label: string;
	/** Empty: its init section tells it. */
	mime: string;
	/** Bits a second: at most, on average. */
	bandwidth: number;
	average: number;
	/** Pixels; 0: a sound. */
	width: number;
	height: number;
	/** Pictures a second; 0: not told. */
	frameRate: number;
	playlist: string;
	/** 40 hex digits; none: it is not shared. */
	swarm?: string;
	init: Piece;
	/** None before the manifest has loaded them. */
	segments: Piece[];
	duration: number;
}

interface Manifest {
	/** The least first. */
	renditions: Rendition[];
	/** The one without a rendition lies in those above. */
	sounds: { label: string, rendition?: Rendition }[];
	/** Adds the segments. Throws what `fetch` does; RangeError of a busy server; Error of anything else that is no playlist. */
	load(one: Rendition): Promise<void>;
}

/** The segment `next` plays `ahead` seconds after the play head, which moves at `rate`. */
interface Wish { rendition: Rendition, next: number, ahead: number, rate: number }

/** What the schedule goes by. */
interface State {
	wish: Wish;
	now: number;
	/** Who we are in the swarm. */
	self?: string;
	/** Bytes a second of the server; 0: not known. */
	speed: number;
	/** Bytes that may wait to be played. */
	room: number;
	/** Others are still to be met. */
	joining?: boolean;
	has(index: number): boolean;
	loads: Map<number, Load>;
	peers: Peer[];
}

/** Ask the server (`http`) or a peer; `leave` the peer or the server that sends it; `stop` what nobody wants any more. */
interface Action { do: "http" | "peer" | "leave" | "stop", index: number, peer?: Peer }

/** Where viewers meet, and whether one agrees to that. */
interface Sharing { tracker: string, stun: string[], allowed(): boolean }

/** Why nothing came: an HTTP status, or none, where the line was cut. */
interface Problem { status?: number, tries: number, fatal: boolean, rendition: Rendition }

/** Brings the segments of one rendition at a time. */
interface Feed {
	/** Something has come that playback may take. */
	onready(): void;
	onproblem(problem: Problem): void;
	/** None: nothing is shared (any more). */
	sharing?: Sharing;
	createSwarm?: typeof import("../templates/assets/swarm.js").createSwarm;
	/** None without HTTPS. */
	subtle?: SubtleCrypto;
	fetch(url: string, options: any): Promise<Response>;
	now(): number;
	/** The `cache` of requests (Fetch Standard). */
	cache: RequestCache;
	/** Bytes a second of the server; 0: not known. */
	throughput: number;
	bytes: { server: number, fromPeers: number, toPeers: number };
	/** To be told at least every 250 ms. */
	want(wish: Wish): void;
	take(rendition: Rendition, index: number): Uint8Array | undefined;
	init(rendition: Rendition): Uint8Array | undefined;
	figures(): Feed["bytes"] & { peers: number };
	/** The switch of the page. */
	share(on: boolean): void;
	/** Forgets all. */
	close(): void;
	/** Leaves the others. */
	leave(): void;
	/** Asks for what the schedule says. */
	step(): void;
	/** So many bytes came from the server. */
	hear(bytes: number): void;
	/** It is whole: checks it. */
	finish(load: Load): Promise<void>;
	join(load: Load): Uint8Array;
}

/** A piece of a file under way, from the server or from another viewer. */
interface Load {
	feed: Feed;
	rendition: Rendition;
	/** -1: the init section. */
	index: number;
	piece: Piece;
	/** Bytes; the most that there may be, where the playlist does not tell. */
	size: number;
	parts: Uint8Array[];
	got: number;
	cache: RequestCache;
	/** None: the server. */
	peer?: Peer;
	/** Who sent some of it. */
	doubted?: Peer;
	/** Else it failed, and may start again at `until`. */
	active: boolean;
	until: number;
	since: number;
	heard: number;
	/** Failures in a row. */
	tries: number;
	control: AbortController;
	add(part: Uint8Array): void;
	empty(): void;
	/** Who sends it stops; what came stays. */
	drop(): Peer | undefined;
	/** The peer does not give it, or has left. */
	lost(): void;
	/** From the server. Throws `{status}` of a refusal, else what ended it. */
	read(): Promise<void>;
}

/** The viewers of one rendition. */
interface Swarm {
	feed: Feed;
	rendition: Rendition;
	/** Who has greeted. */
	peers: Peer[];
	/** 20 bytes. */
	self: string;
	/** Viewers besides us, as the tracker says; -1: not known. */
	others: number;
	closed: boolean;
	/** On a metered line nothing is given. */
	readonly paused: boolean;
	/** Others may be met soon. */
	readonly joining: boolean;
	tell(index: number, has?: boolean): void;
	ban(peer: Peer): void;
	/** What others say is made use of together. */
	soon(): void;
	/** Milliseconds to wait after so many bytes. */
	spend(bytes: number): number;
	later(work: () => void, ms?: number): void;
	gone(peer: Peer): void;
	close(): void;
	/** Looks for others, where there are too few. */
	connect(now?: number): void;
}

/** Another viewer. */
interface Peer {
	/** 20 bytes, or those of an offer that nobody has answered yet. */
	id: string;
	connection: RTCPeerConnection;
	channel: RTCDataChannel;
	/** Bytes a second; 0: not known. */
	rate: number;
	/** Not to be asked before. */
	after: number;
	/** When bytes went either way. */
	useful: number;
	asked?: Load;
	upload?: { request: number, bytes: Uint8Array, at: number, time: number };
	has(index: number): boolean | undefined;
	/** Says that we have a segment, or no longer. */
	tell(index: number, has?: boolean): void;
	ask(load: Load): void;
	cancel(): void;
	/** What it sent was right. */
	proved(bytes: number, time: number): void;
	/** It was silent or too late. */
	missed(): void;
	close(): void;
}

/** Plays a manifest. */
interface Playback {
	/** What is seen. */
	current?: Rendition;
	/** Those that can be had, the least first. */
	renditions: Rendition[];
	sounds: Manifest["sounds"];
	/** Seconds that are ready, at most 60. */
	readonly ahead: number;
	/** `auto`, or the id of a rendition. */
	quality: string;
	/** Which one of the sounds. */
	sound: number;
	start(at?: number): Promise<void>;
	/** Called (without `this`) at each change, and with the key of a text at each problem; fatal: from here on the browser plays alone. */
	onchange(text?: string, fatal?: boolean): void;
}

/** A buffer of the browser's, and what was put into it. */
interface Track {
	source: MediaSource;
	feed: Feed;
	/** A sound that plays beside. */
	only?: Rendition;
	parts: Part[];
	/** Where something is lacking first, from a time on; nowhere, once a sound beside is over. */
	end(at: number): number;
	/** To be done for all before the first bytes. */
	open(one: Rendition): SourceBuffer | undefined;
	/** Throws what the buffer does. */
	append(one: Rendition, init: Uint8Array, piece: Piece, bytes: Uint8Array): Promise<void>;
	/** Keeps so many seconds behind the play head, and ahead of it. */
	trim(at: number, behind: number, ahead: number): Promise<void>;
}

/** What one has put into a buffer, by time. Held is what has its pictures and its sound; those that end or begin with less are `odd`. */
interface Part { start: number, end: number, rendition: Rendition, odd: boolean }

/** What the parts of the controls share. */
interface Player {
	stage: HTMLElement;
	video: HTMLVideoElement;
	/** Elements by their `data-do`. */
	parts: Record<string, any>;
	/** Null: the browser plays alone. */
	playback: any;
	feed: any;
	word(key: string): string;
	press(name: string): void;
	toggle(): void;
	seek(to: number): void;
	skip(by: number): void;
	volume(to: number): void;
	/** Shows a text for some seconds. */
	say(text?: string, seconds?: number): void;
	/** Shows the controls, until nobody moves. */
	wake(): void;
}

/** What kind of element it is, its selector says. */
interface HTMLElement {
	querySelector(selectors: string): any;
	querySelectorAll(selectors: string): NodeListOf<any>;
	closest(selectors: string): any;
}

/** What lib.dom does not know: Safari's, and drafts. */
declare var ManagedMediaSource: typeof MediaSource | undefined;
interface Navigator { connection?: any }
interface HTMLVideoElement { webkitEnterFullscreen(): void, webkitPresentationMode?: string, webkitDisplayingFullscreen?: boolean }
